import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { CoreComplaint } from '../../../cores/protocol/core-message.js';
import { CloudgameError } from '../../errors.js';
import { PACKAGE_ROOT } from '../../package-root.js';

/** A program that speaks the core protocol, and the game that it is to play. */
export interface CoreProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** As the user named it. */
  readonly name: string;
  /** Files and folders that it reads besides its own program: the game, a library, a system folder. */
  readonly reads?: readonly string[];
  /** Folders that it may write to; none as a rule, since the host keeps the saves. */
  readonly writes?: readonly string[];
  /** Runs in Node without native code, so that Node's permission flags can hold it. */
  readonly pureJavaScript?: true;
  /** Path of the libretro core that the program loads. */
  readonly library?: string;
  /** Values of options that are set when the core has said hello, by key. */
  readonly options?: ReadonlyMap<string, string>;
  /** Names of other cores that may play the game, where this one was chosen by the game's extension. */
  readonly others?: readonly string[];
  /** What the core is known to lack, worded for the case that it doesn't start. */
  readonly lacks?: CoreComplaint;
  /** Is to draw RGB rather than I420, where it can: its pictures are sent with a colour for each pixel. */
  readonly wantsRgb?: true;
  /** Runs in a sandbox (sandbox.ts). */
  readonly isConfined?: true;
}

interface BuiltInCore {
  /** Extensions of the files that it plays, with the dot; none where it brings its own game. */
  readonly extensions: readonly string[];
}

/** The cores that come with the package; each is a program in `cores/`. */
export const BUILT_IN_CORES: Readonly<Record<string, BuiltInCore>> = {
  nes: { extensions: ['.nes'] },
  snake: { extensions: [] },
  'test-pattern': { extensions: [] },
};

/** Of the libraries that libretro's cores are, by system. */
const LIBRARY_EXTENSIONS: readonly string[] = ['.so', '.dylib', '.dll'];

/** Every extension that some built-in core plays. */
export const GAME_EXTENSIONS: readonly string[] = Object.values(BUILT_IN_CORES).flatMap(
  (core) => core.extensions,
);

/**
 * Finds the core for a game: by name, by path to a libretro core or any program, or else by the game's extension.
 *
 * @throws CloudgameError `usage` for an unknown name or extension, `game` for a program that can't be run.
 */
export async function findCoreProgram(
  core: string | undefined,
  game: string | undefined,
): Promise<CoreProgram> {
  const name = core ?? coreForGame(game);
  const gameArgs = game === undefined ? [] : [resolve(game)];
  if (Object.hasOwn(BUILT_IN_CORES, name)) return builtIn(name, game, gameArgs);
  if (!/[\\/]/.test(name)) {
    throw new CloudgameError(
      'usage',
      `There is no core named "${name}".`,
      `Built in are ${Object.keys(BUILT_IN_CORES).join(', ')}. A program of your own is named by its path: --core ./${name}`,
    );
  }
  return ownProgram(name, gameArgs);
}

function coreForGame(game: string | undefined): string {
  const extension = extname(game ?? '').toLowerCase();
  const found = Object.entries(BUILT_IN_CORES).find(([, core]) => core.extensions.includes(extension));
  if (found) return found[0];
  throw new CloudgameError(
    'usage',
    game === undefined
      ? 'Neither a game nor a core is named.'
      : `No core is known for "${basename(game)}": ${extension ? `the extension ${extension} says nothing to cloudgame` : 'it has no extension'}.`,
    `Name a game (${GAME_EXTENSIONS.join(', ')}), or a core with --core. Those for other systems: cloudgame cores list --available`,
  );
}

function builtIn(name: string, game: string | undefined, gameArgs: string[]): CoreProgram {
  const { extensions } = BUILT_IN_CORES[name]!;
  if (extensions.length === 0 && game !== undefined) {
    throw new CloudgameError(
      'usage',
      `The core ${name} brings its own game; it can't play "${basename(game)}".`,
      `Leave the file out, or leave out --core ${name}.`,
    );
  }
  if (extensions.length > 0 && game === undefined) {
    throw new CloudgameError(
      'usage',
      `The core ${name} needs a game.`,
      `Name one: cloudgame host GAME${extensions[0]}`,
    );
  }
  const program = join(PACKAGE_ROOT, 'dist', 'cores', name, 'main.js');
  return {
    command: process.execPath,
    args: [program, ...gameArgs],
    name,
    reads: gameArgs,
    pureJavaScript: true,
  };
}

/** A libretro core is a library: a program of the package loads it and speaks the core protocol for it. */
function libretroCore(library: string, gameArgs: string[]): CoreProgram {
  const program = join(PACKAGE_ROOT, 'dist', 'cores', 'libretro', 'main.js');
  return {
    command: process.execPath,
    args: [program, library, ...gameArgs],
    name: basename(library, extname(library)).replace(/_libretro$/, ''),
    reads: [library, ...gameArgs],
    library,
  };
}

/**
 * The program that reports on a libretro core, in place of playing with it.
 *
 * @param game - for options that the core declares only with one.
 */
export function reportProgram(library: string, game: string | undefined): CoreProgram {
  const played = libretroCore(library, game === undefined ? [] : [resolve(game)]);
  const [program, ...args] = played.args;
  return { ...played, args: [join(dirname(program!), 'report.js'), ...args] };
}

async function ownProgram(path: string, gameArgs: string[]): Promise<CoreProgram> {
  const command = resolve(path);
  const hint = 'Give the path of a program that speaks the core protocol (cores/PROTOCOL.md).';
  const found = await stat(command).catch(() => undefined);
  if (!found?.isFile()) throw new CloudgameError('game', `There is no core at ${path}.`, hint);
  if (LIBRARY_EXTENSIONS.includes(extname(command).toLowerCase())) return libretroCore(command, gameArgs);
  try {
    await access(command, constants.X_OK);
  } catch (cause) {
    throw new CloudgameError(
      'game',
      `The core ${path} may not be executed.`,
      `Make it a program: chmod +x ${path}`,
      { cause },
    );
  }
  return { command, args: gameArgs, name: basename(path), reads: gameArgs };
}
