import { CloudgameError } from '../../errors.js';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
/** As long as a time line has room for. */
const LONGEST_MS = 24 * 3_600_000;
const SHORTEST_MS = 2_000;

/**
 * Reads how long to soak: `90s`, `60m` or `8h`.
 *
 * @returns ms.
 * @throws CloudgameError (usage) for anything else.
 */
export function readSoak(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS_MS[unit] ?? 0);
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw new CloudgameError(
    'usage',
    `--soak can’t be “${text}”.`,
    'Give seconds, minutes or hours, as in 90s, 60m or 8h; a day at the most.',
  );
}

const WARM_UP_MS = 3_000;
const LONGEST_WARM_UP_MS = 300_000;

/**
 * How long a run plays before it measures where nobody says otherwise, ms: before a soak so long that memory has grown to what it
 * stays at.
 */
export function warmUpMsOf(soakMs: number | undefined): number {
  return Math.max(WARM_UP_MS, Math.min(LONGEST_WARM_UP_MS, (soakMs ?? 0) / 10));
}
