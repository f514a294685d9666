import koffi from 'koffi';
import type { Pointer } from './libretro-api.js';
import { POINTER_BYTES } from './native-memory.js';

/** A way to play that takes several files at once, such as the Super Game Boy. */
export interface Subsystem {
  readonly name: string;
  /** Extensions of its first file, without the dot. */
  readonly extensions: readonly string[];
}

const SubsystemInfo = koffi.struct('retro_subsystem_info', {
  desc: 'const char *',
  ident: 'const char *',
  roms: 'void *',
  num_roms: 'unsigned int',
  id: 'unsigned int',
});

/** No core has more. */
const MOST_SUBSYSTEMS = 100;

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
    // A rom's description begins with its name and its extensions, both strings.
    const extensions: string | null =
      roms !== null && num_roms > 0 ? koffi.decode(roms, POINTER_BYTES, 'const char *') : null;
    found.push({ name: desc ?? ident, extensions: extensions?.toLowerCase().split('|') ?? [] });
  }
  return found;
}
