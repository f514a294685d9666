import * as v from 'valibot';

const milliseconds = v.pipe(v.number(), v.minValue(0));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What was measured from outside the browser: from a key that the X server got to a pixel of its screen that changed. */
export const outsideResult = v.strictObject({
  /** Address of the page, without what follows `?` or `#`: that may be a secret, as in links. */
  page: v.string(),
  browser: v.strictObject({ kind: v.picklist(['chromium', 'firefox']), version: v.string() }),
  /** The window fills the screen; `depth` in bits per pixel. */
  screen: v.strictObject({ width: pixels, height: pixels, depth: count }),
  /** `null` where none was found. */
  windowManager: v.nullable(v.picklist(['openbox'])),
  /** The key's name in the X server: a keysym. */
  key: v.string(),
  /** The pixel of the screen that was read. */
  pixel: v.strictObject({ x: pixels, y: pixels }),
  /** How often the key was pressed. */
  presses: count,
  /** Presses after which the pixel didn't change in time. */
  lost: count,
  /** From key to pixel, ms. */
  keyToPixelMs: v.strictObject({
    min: milliseconds,
    p50: milliseconds,
    p95: milliseconds,
    p99: milliseconds,
    max: milliseconds,
    samples: count,
  }),
  /** Every sample in the order in which they were taken, ms. */
  samplesMs: v.array(milliseconds),
  instrument: v.strictObject({
    /** How pixels are read: MIT-SHM, or XGetImage where memory can't be shared with the X server. */
    reads: v.picklist(['shared-memory', 'x-protocol']),
    /** What reading the pixel once costs, mean, ms. */
    readMs: milliseconds,
    /** Time from one reading to the next, mean, ms: a sample is late by up to that. */
    resolutionMs: milliseconds,
  }),
});

export type OutsideResult = v.InferOutput<typeof outsideResult>;
