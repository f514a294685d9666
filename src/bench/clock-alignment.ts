/** One look at another clock: it showed `remote` at some moment between `sent` and `received` of one's own. All ms. */
export interface ClockSample {
  readonly sent: number;
  readonly received: number;
  readonly remote: number;
}

/** How another clock goes, seen from one's own. */
export interface ClockAlignment {
  /** The other clock's time (ms) at a time of one's own (ms). */
  toRemote(local: number): number;
  /** How far off that can be (ms): half of the shortest round trip. */
  readonly errorMs: number;
}

/** Within each of so many parts of the time, the quickest answer counts. */
const PARTS = 8;
/** An answer that took longer than the quickest by this factor, and this much (ms), says too little. */
const SLOW_FACTOR = 2;
const SLOW_MARGIN_MS = 0.3;
/** Over less time than this (ms) the drift of real clocks can't be told from the error. */
const SHORTEST_FOR_DRIFT_MS = 5_000;
/** Quartzes go wrong by less than this; what looks like more is noise. */
const MOST_DRIFT = 500e-6;

/**
 * Aligns two clocks by round trips: an answer is taken to be of the middle of its round trip, and those with the
 * shortest round trips count, as NTP does (RFC 5905 section 10). A straight line through them gives offset and drift.
 *
 * @returns `undefined` without samples.
 */
export function alignClocks(samples: readonly ClockSample[]): ClockAlignment | undefined {
  if (samples.length === 0) return undefined;
  const quickest = Math.min(...samples.map(roundTrip));
  const first = Math.min(...samples.map(({ sent }) => sent));
  const span = Math.max(...samples.map(({ received }) => received)) - first;
  const best = new Map<number, ClockSample>();
  for (const sample of samples) {
    const part = Math.min(PARTS - 1, Math.floor(((sample.sent - first) / Math.max(span, 1)) * PARTS));
    const other = best.get(part);
    if (!other || roundTrip(sample) < roundTrip(other)) best.set(part, sample);
  }
  const points = [...best.values()]
    .filter((sample) => roundTrip(sample) <= quickest * SLOW_FACTOR + SLOW_MARGIN_MS)
    .map(({ sent, received, remote }) => {
      const local = (sent + received) / 2;
      return { local, offset: remote - local };
    });
  const local = mean(points.map((point) => point.local));
  const offset = mean(points.map((point) => point.offset));
  const drift = span < SHORTEST_FOR_DRIFT_MS ? 0 : slope(points, local, offset);
  return { toRemote: (time) => time + offset + drift * (time - local), errorMs: quickest / 2 };
}

function slope(
  points: readonly { readonly local: number; readonly offset: number }[],
  local: number,
  offset: number,
): number {
  const spread = points.reduce((sum, point) => sum + (point.local - local) ** 2, 0);
  if (spread === 0) return 0;
  const drift = points.reduce((sum, p) => sum + (p.local - local) * (p.offset - offset), 0) / spread;
  return Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, drift));
}

function roundTrip({ sent, received }: ClockSample): number {
  return received - sent;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
