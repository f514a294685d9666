import { compareCores } from '../core-library/core-preference.js';
import type { InstalledCore } from '../core-library/installed-cores.js';

/** What people call the system that files with an extension are for, where all of them are for one. */
const SYSTEMS: Readonly<Record<string, readonly string[]>> = {
  NES: ['.nes', '.unf', '.unif'],
  'Famicom Disk System': ['.fds'],
  SNES: ['.sfc', '.smc', '.swc', '.fig'],
  'Nintendo 64': ['.n64', '.z64', '.v64'],
  'Nintendo DS': ['.nds'],
  'Game Boy': ['.gb', '.dmg'],
  'Game Boy Color': ['.gbc', '.cgb'],
  'Game Boy Advance': ['.gba'],
  'Virtual Boy': ['.vb', '.vboy'],
  'Pokémon Mini': ['.min'],
  'Mega Drive': ['.md', '.gen', '.smd', '.68k'],
  'Master System': ['.sms'],
  'Game Gear': ['.gg'],
  'SG-1000': ['.sg'],
  '32X': ['.32x'],
  Dreamcast: ['.gdi', '.cdi'],
  'PC Engine': ['.pce'],
  SuperGrafx: ['.sgx'],
  'Neo Geo Pocket': ['.ngp'],
  'Neo Geo Pocket Color': ['.ngc'],
  WonderSwan: ['.ws'],
  'WonderSwan Color': ['.wsc'],
  'Atari 2600': ['.a26'],
  'Atari 5200': ['.a52'],
  'Atari 7800': ['.a78'],
  'Atari Lynx': ['.lnx'],
  'Atari Jaguar': ['.j64', '.jag'],
  ColecoVision: ['.col'],
  Intellivision: ['.int'],
  Vectrex: ['.vec'],
  'Commodore 64': ['.d64', '.t64', '.prg', '.crt'],
  Amiga: ['.adf', '.ipf'],
  'Amstrad CPC': ['.cdt'],
  'ZX Spectrum': ['.tzx', '.z80'],
  MSX: ['.mx1', '.mx2'],
  'PICO-8': ['.p8'],
  Doom: ['.wad', '.iwad', '.pwad'],
};

const SYSTEM_BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries(SYSTEMS).flatMap(([system, extensions]) =>
    extensions.map((extension): [string, string] => [extension, system]),
  ),
);

/** Tells the system of a file by its extension: `undefined` where nobody knows. */
export type SystemOf = (extension: string) => string | undefined;

/**
 * Knows systems by the table above; for extensions of several systems by the core that would play the file.
 *
 * @returns a function that takes extensions in lower case, with the dot.
 */
export function systemsBy(cores: readonly InstalledCore[]): SystemOf {
  const systems = new Map<string, string>();
  for (const { info } of [...cores].sort(compareCores)) {
    for (const extension of info?.extensions ?? []) {
      if (info?.systemName && !systems.has(extension)) systems.set(extension, info.systemName);
    }
  }
  return (extension) => SYSTEM_BY_EXTENSION.get(extension) ?? systems.get(extension);
}
