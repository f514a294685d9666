import * as v from 'valibot';
import { transportKind } from '../../protocol/control-message.js';
import { amount, count, share, text } from './fields.js';

/** Points of a time line at most: more than a day of seconds. */
const MOST_POINTS = 100_000;

const transport = v.pipe(transportKind, v.description('Transport of the picture.'));
const atMs = amount('Since the run’s start, its warm-up left out.');

/** One span of a run, usually a quarter of a second: what came in it, and what was there at its end. */
export const timePoint = v.object({
  atMs,
  transport: v.optional(transport),
  fps: v.optional(amount('Shown pictures per second.')),
  bitrateBps: v.optional(amount('Bits per second of encoded picture and sound that came.')),
  sentBps: v.optional(
    amount('Bits per second that the host sent to the measuring viewer, as the relay counted them.'),
  ),
  width: v.optional(count('Pixels of the picture.')),
  height: v.optional(count('Pixels of the picture.')),
  freezeMs: v.optional(amount('Gaps of more than 100 ms between shown pictures that ended here, together.')),
  longestGapMs: v.optional(amount('The longest gap between shown pictures that ended here.')),
  roundTripMs: v.optional(amount('From the page to the host and back.')),
  lossShare: v.optional(
    share('Share of the packets to the viewer that the relay lost, for want of room too.'),
  ),
  inputToPhotonMs: v.optional(amount('Median of the presses, from the input event to the display tick.')),
  concealedShare: v.optional(share('Share of the sound’s samples that the browser made up.')),
  soundBreaks: v.optional(count('Times that sound was made up, or left out at once.')),
  soundDelayMs: v.optional(
    amount('From the core until the sound left the browser’s buffer, median of some seconds.'),
  ),
  soundBufferMs: v.optional(amount('How long sound was kept in the browser’s buffer, mean.')),
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
  v.description('The run in spans of a quarter of a second, longer ones in runs of more than five minutes.'),
);

export const transportChanges = v.pipe(
  v.array(v.object({ atMs, transport, reason: v.optional(text('Why, in the host’s words.')) })),
  v.maxLength(MOST_POINTS),
  v.description('Transports that the picture came by: the first, and each change.'),
);

const networkPhase = v.object({
  atMs,
  name: text('What the path was like from then on.'),
  cut: v.optional(v.pipe(v.boolean(), v.description('Whether viewers’ paths were cut when it began.'))),
  durationMs: v.optional(amount('How long it lasted, as far as it was measured.')),
  fps: v.optional(amount('Shown pictures per second.')),
  freezes: v.optional(count('Gaps of more than 300 ms between shown pictures of which most lie in it.')),
  longestFreezeMs: v.optional(amount('The longest gap between shown pictures of those.')),
  flowsAfterMs: v.optional(
    amount(
      'From its beginning until pictures came for a second without a gap of more than 100 ms; absent where they never did.',
    ),
  ),
});
export type NetworkPhase = v.InferOutput<typeof networkPhase>;

export const networkPhases = v.pipe(
  v.array(networkPhase),
  v.maxLength(1000),
  v.description('Changes of the path during the run, where it changed.'),
);

const freeze = v.object({
  atMs,
  lengthMs: amount('How long no other picture was shown.'),
});
export type Freeze = v.InferOutput<typeof freeze>;

export const freezes = v.pipe(
  v.array(freeze),
  v.maxLength(1000),
  v.description('Gaps of more than 100 ms between shown pictures, as they began; of very many the longest.'),
);
