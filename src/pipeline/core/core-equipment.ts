import type { CoreProgram } from './core-program.js';

/** What a core gets besides its game. */
export interface CoreEquipment {
  /** Folder of BIOS files, which it reads. */
  readonly systemDir?: string | undefined;
  /** Folder for what it writes by itself. */
  readonly saveDir?: string | undefined;
  /** The `.info` file of a libretro core, which it reads to word what it lacks. */
  readonly infoFile?: string | undefined;
  /** Files that belong to the game's, such as the tracks of a disc. */
  readonly gameFiles?: readonly string[];
  /** Values of its options, by key. */
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Gives a core its folders and options. A libretro core gets them on its command line, since it reads them before it
 * loads the game; of others the game's files and the options alone are theirs, and these are set when they have said hello.
 */
export function equipCore(program: CoreProgram, equipment: CoreEquipment): CoreProgram {
  const { systemDir, saveDir, infoFile, gameFiles = [], options } = equipment;
  const reads = [...(program.reads ?? []), ...gameFiles];
  if (program.library === undefined) return { ...program, reads, options };
  const [system, saves, info] = [given(systemDir), given(saveDir), given(infoFile)];
  return {
    ...program,
    args: [
      ...program.args,
      ...system.map((path) => `--system=${path}`),
      ...saves.map((path) => `--saves=${path}`),
      ...info.map((path) => `--info=${path}`),
      ...[...options].map(([key, value]) => `--option=${key}=${value}`),
    ],
    reads: [...reads, ...system, ...info],
    writes: [...(program.writes ?? []), ...saves],
  };
}

function given(path: string | undefined): string[] {
  return path === undefined ? [] : [path];
}
