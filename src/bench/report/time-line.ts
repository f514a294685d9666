import * as v from 'valibot';
import { transportKind } from '../../protocol/control-message.js';
import { amount, count, share, text } from './fields.js';

/** Points of a time line at most: more than a day of seconds. */
const MOST_POINTS = 100_000;

const transport = v.pipe(transportKind, v.description('Transport of the picture.'));
const atMs = amount('Since the run’s start, its warm-up left out.');

/** One span of a run, usually a second: what came in it, and what was there at its end. */
export const timePoint = v.object({
  atMs,
  transport: v.optional(transport),
  fps: v.optional(amount('Shown pictures per second.')),
  bitrateBps: v.optional(amount('Bits per second that came.')),
  width: v.optional(count('Pixels of the picture.')),
  height: v.optional(count('Pixels of the picture.')),
  freezeMs: v.optional(amount('Gaps of more than 100 ms between shown pictures that ended here, together.')),
  longestGapMs: v.optional(amount('The longest gap between shown pictures that ended here.')),
  roundTripMs: v.optional(amount('From the page to the host and back.')),
  lossShare: v.optional(share('Share of the packets that were lost.')),
  inputToPhotonMs: v.optional(amount('Median of the presses, from the input event to the display tick.')),
  concealedShare: v.optional(share('Share of the sound’s samples that the browser made up.')),
  soundDelayMs: v.optional(amount('Delay of the sound.')),
  eventLoopDelayMs: v.optional(amount('How late the host’s own thread was, 99th percentile.')),
  cost: v.optional(
    v.pipe(
      v.record(
        v.pipe(v.string(), v.maxLength(60)),
        v.object({
          cpuShare: v.optional(amount('Share of one core.')),
          memoryBytes: v.optional(amount('Resident memory.')),
        }),
      ),
      v.maxEntries(100),
      v.description('By process.'),
    ),
  ),
});
export type TimePoint = v.InferOutput<typeof timePoint>;

export const timeLine = v.pipe(
  v.array(timePoint),
  v.maxLength(MOST_POINTS),
  v.description('The run second by second.'),
);

export const transportChanges = v.pipe(
  v.array(v.object({ atMs, transport, reason: v.optional(text('Why, in the host’s words.')) })),
  v.maxLength(MOST_POINTS),
  v.description('Transports that the picture came by: the first, and each change.'),
);

export const networkPhases = v.pipe(
  v.array(v.object({ atMs, name: text('What the path was like from then on.') })),
  v.maxLength(1000),
  v.description('Changes of the path during the run, where it changed.'),
);
