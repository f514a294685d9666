import type { CoreInfo } from './info-file.js';

/** What decides which of several cores plays a game. */
interface Candidate {
  readonly name: string;
  readonly info: CoreInfo | undefined;
}

/**
 * Cores that play nearly everything of their system at full speed on modest machines, the best of each system first.
 * Whoever wants another one names it with `--core`.
 */
const PREFERRED: readonly string[] = [
  'nestopia',
  'mesen',
  'fceumm',
  'gambatte',
  'sameboy',
  'mgba',
  'snes9x',
  'bsnes_mercury_performance',
  'bsnes',
  'mednafen_pce_fast',
  'mednafen_pce',
  'genesis_plus_gx',
  'picodrive',
  'mednafen_psx',
  'swanstation',
  'pcsx_rearmed',
  'mednafen_wswan',
  'mednafen_vb',
  'mednafen_ngp',
  'handy',
  'prosystem',
  'stella',
  'fbneo',
];

/**
 * Orders cores for the choice by a game's extension: those that draw without a graphics card, finished ones, preferred
 * ones, then those for the fewest kinds of file, which know their system best. Names break ties, so that the same
 * cores always give the same choice.
 */
export function compareCores(a: Candidate, b: Candidate): number {
  return (
    Number(needsHardware(a)) - Number(needsHardware(b)) ||
    Number(isExperimental(a)) - Number(isExperimental(b)) ||
    rank(a) - rank(b) ||
    breadth(a) - breadth(b) ||
    (a.name < b.name ? -1 : 1)
  );
}

function needsHardware({ info }: Candidate): boolean {
  return info?.requiredHardwareApi !== undefined;
}

function isExperimental({ info }: Candidate): boolean {
  return info?.isExperimental ?? true;
}

function rank({ name }: Candidate): number {
  const index = PREFERRED.indexOf(name);
  return index === -1 ? PREFERRED.length : index;
}

function breadth({ info }: Candidate): number {
  return info?.extensions.length ?? Number.MAX_SAFE_INTEGER;
}
