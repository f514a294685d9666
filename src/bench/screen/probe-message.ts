import type { XKey } from './key-names.js';
import type { PressSamples } from './key-to-pixel.js';
import type { ScreenPoint } from './outside-options.js';
import type { PixelReader } from './pixel-reader.js';

/** What the probe can be asked to do, by name: what it is given and what it answers. */
export interface ProbeTasks {
  /** Clicks somewhere on the screen. */
  readonly click: { readonly given: ScreenPoint; readonly answer: null };
  /** Looks for the part of the screen that answers to a key; `null` where nothing did in time. */
  readonly find: {
    readonly given: { readonly key: XKey; readonly timeoutMs: number };
    readonly answer: (ScreenPoint & { readonly side: number }) | null;
  };
  readonly measure: {
    readonly given: { readonly key: XKey; readonly pixel: ScreenPoint; readonly presses: number };
    readonly answer: PressSamples & { readonly reads: PixelReader['kind']; readonly isStill: boolean };
  };
}

export type ProbeTask = keyof ProbeTasks;

/** From the one that asks to the probe; one at a time. */
export type ProbeRequest = {
  readonly [Task in ProbeTask]: { readonly task: Task; readonly given: ProbeTasks[Task]['given'] };
}[ProbeTask];

/** From the probe. */
export type ProbeReply =
  | { readonly answer: ProbeTasks[ProbeTask]['answer'] }
  | { readonly pressed: number }
  | { readonly failure: { readonly message: string; readonly hint?: string; readonly kind?: string } };
