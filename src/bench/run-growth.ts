import type { FollowedPress } from './follow-presses.js';
import type { LoggedBeep, LoggedLook } from './page/page-log.js';
import { medianOf } from './report/distribution.js';
import type { Measures } from './report/measures.js';
import { soundDelay } from './sound-delay.js';

/** A run is looked at in so many parts. */
const PARTS = 10;
/** What shorter runs (ms) seem to grow by is chance. */
const SHORTEST_MS = 60_000;
const LATEST_BEEP_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * Whether picture and sound come later and later: the slope of a straight line through the medians of a run's ten parts.
 *
 * @param run - in which it was pressed and heard, ms of the page's clock.
 */
export function growthOf(
  run: { readonly from: number; readonly to: number },
  presses: readonly FollowedPress[],
  beeps: readonly LoggedBeep[],
  looks: readonly LoggedLook[],
  toHost: (pageTime: number) => number,
): Measures['growth'] {
  const partMs = (run.to - run.from) / PARTS;
  if (partMs * PARTS < SHORTEST_MS) return undefined;
  const parts = Array.from({ length: PARTS }, (_, index) => {
    const [from, to] = [run.from + index * partMs, run.from + (index + 1) * partMs];
    const pressed = presses.filter(({ time }) => time >= from && time < to);
    const near = beeps.filter(({ time }) => time >= from && time < to + LATEST_BEEP_MS);
    return {
      hours: (from + to) / 2 / HOUR_MS,
      photonMs:
        pressed.length === 0 ? undefined : medianOf(pressed.map(({ inputToPhotonMs }) => inputToPhotonMs)),
      soundMs: soundDelay(pressed, near, toHost).delayMs,
      bufferMs: bufferMs(looks.filter(({ time }) => time >= from && time < to)),
    };
  });
  const photon = slopeOf(parts.map(({ hours, photonMs }) => [hours, photonMs]));
  const sound = slopeOf(parts.map(({ hours, soundMs }) => [hours, soundMs]));
  const buffer = slopeOf(parts.map(({ hours, bufferMs }) => [hours, bufferMs]));
  const [first, last] = [parts[0]!, parts.at(-1)!];
  return {
    ...(photon !== undefined && { inputToPhotonMsPerHour: photon }),
    ...(sound !== undefined && { soundDelayMsPerHour: sound }),
    ...(first.soundMs !== undefined && { soundDelayAtStartMs: first.soundMs }),
    ...(last.soundMs !== undefined && { soundDelayAtEndMs: last.soundMs }),
    ...(buffer !== undefined && { soundBufferMsPerHour: buffer }),
    ...(first.bufferMs !== undefined && { soundBufferAtStartMs: first.bufferMs }),
    ...(last.bufferMs !== undefined && { soundBufferAtEndMs: last.bufferMs }),
  };
}

/** What sound waited in the buffer (ms) between the first and the last look, mean. */
function bufferMs(looks: readonly LoggedLook[]): number | undefined {
  const [first, last] = [looks[0], looks.at(-1)];
  const samples = (last?.soundSamples ?? 0) - (first?.soundSamples ?? 0);
  if (!first || !last || samples <= 0) return undefined;
  return Math.max(0, ((last.soundDelaySeconds - first.soundDelaySeconds) * 1000) / samples);
}

/** The slope of the line of least squares; `undefined` where there are too few points for one. */
export function slopeOf(
  points: readonly (readonly [x: number, y: number | undefined])[],
): number | undefined {
  const known = points.flatMap(([x, y]) => (y === undefined ? [] : [{ x, y }]));
  if (known.length < 3) return undefined;
  const mean = (of: (point: { x: number; y: number }) => number) =>
    known.reduce((sum, point) => sum + of(point), 0) / known.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = mean(({ x }) => (x - meanX) ** 2);
  return spread === 0 ? undefined : mean(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
}
