import { CloudgameError } from '../../errors.js';
import type { NetworkProfile, PathPhase } from './link-profile.js';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };
/** Shorter than this nothing could be seen of a phase. */
const SHORTEST_MS = 500;
const LONGEST_MS = 3_600_000;
const MOST_PHASES = 100;

/** Stands between phases. */
export const THEN = '>';
const CUT = 'cut';
const HINT =
  'Write phases as in none@10s>loss=3%@10s>cut>wifi@1m, in quotes: each a network and how long it lasts, from 500ms to ' +
  '60m in all, and cut where viewers have to connect again.';

/** Whether a text is meant to be a path that changes. */
export function isTimeLine(text: string): boolean {
  return text.includes(THEN) || text.includes('@');
}

/**
 * Reads a path that changes in the course of a run: `none@10s>rate=600k,queue=100ms@10s>cut>none@10s`.
 *
 * @param parse reads the network of a phase.
 * @throws CloudgameError (usage) where it can't be read.
 */
export function parseTimeLine(text: string, parse: (text: string) => NetworkProfile): NetworkProfile {
  const parts = text.split(THEN).map((part) => part.trim());
  if (parts.length > MOST_PHASES) throw usage(`A path changes more than ${MOST_PHASES} times.`);
  const phases: PathPhase[] = [];
  let cut = false;
  for (const part of parts) {
    if (part === CUT && (cut || phases.length === 0)) {
      throw usage(`In “${shortened(text)}” there is nothing to cut off before a “cut”.`);
    }
    if (part !== CUT) phases.push({ ...readPhase(part, parse), cut });
    cut = part === CUT;
  }
  if (cut) throw usage(`“${shortened(text)}” ends with a cut: nothing would be seen of coming back.`);
  if (totalMs(phases) > LONGEST_MS) throw usage(`“${shortened(text)}” lasts longer than an hour.`);
  const { down, up } = phases[0]!.network;
  return { name: text, down, up, timeLine: phases };
}

/** How long a path's phases last together, ms. */
export function totalMs(phases: readonly PathPhase[]): number {
  return phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function readPhase(part: string, parse: (text: string) => NetworkProfile) {
  const [network = '', time, ...rest] = part.split('@');
  if (time === undefined || rest.length > 0) {
    throw usage(`The phase “${shortened(part)}” has to say how long it lasts, as in none@10s.`);
  }
  const [, number = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)$/.exec(time) ?? [];
  const durationMs = Number(number) * (UNITS_MS[unit] ?? 0);
  if (durationMs >= SHORTEST_MS && durationMs <= LONGEST_MS) return { network: parse(network), durationMs };
  throw usage(`A phase can’t last “${shortened(time)}”.`);
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function usage(message: string): CloudgameError {
  return new CloudgameError('usage', message, HINT);
}
