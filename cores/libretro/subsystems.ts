import koffi from 'koffi';
import type { Pointer } from './libretro-api.js';

/** A way to play that takes several files at once, such as the Super Game Boy. */
export interface Subsystem {
  readonly name: string;
  /** Extensions of all of its files, without the dot. */
  readonly extensions: readonly string[];
}

const SubsystemInfo = koffi.struct('retro_subsystem_info', {
  desc: 'const char *',
  ident: 'const char *',
  roms: 'void *',
  num_roms: 'unsigned int',
  id: 'unsigned int',
});

const SubsystemRom = koffi.struct('retro_subsystem_rom_info', {
  desc: 'const char *',
  valid_extensions: 'const char *',
  need_fullpath: 'bool',
  block_extract: 'bool',
  required: 'bool',
  memory: 'void *',
  num_memory: 'unsigned int',
});

/** No core has more. */
const MOST_SUBSYSTEMS = 100;
const MOST_ROMS = 16;

/** Reads an array of `retro_subsystem_info`, ended by a null name. */
export function readSubsystems(table: Pointer): Subsystem[] {
  const found: Subsystem[] = [];
  for (let index = 0; index < MOST_SUBSYSTEMS; index++) {
    const { desc, ident, roms, num_roms } = koffi.decode(
      table,
      index * koffi.sizeof(SubsystemInfo),
      SubsystemInfo,
    );
    if (ident === null) break;
    found.push({ name: desc ?? ident, extensions: roms === null ? [] : extensionsOf(roms, num_roms) });
  }
  return found;
}

function extensionsOf(roms: Pointer, count: number): string[] {
  const extensions = Array.from({ length: Math.min(count, MOST_ROMS) }, (_, index) => {
    const rom = koffi.decode(roms, index * koffi.sizeof(SubsystemRom), SubsystemRom);
    return (rom.valid_extensions as string | null)?.toLowerCase().split('|') ?? [];
  });
  return [...new Set(extensions.flat())];
}
