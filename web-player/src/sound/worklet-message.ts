/** What the page says to the worklet that plays sound of the channel. */
export type ToWorklet =
  /** Where decoded sound comes from. */
  | { readonly port: MessagePort }
  /** 0 to 1. */
  | { readonly volume: number };

/** What the worklet says to the page, a few times a second. */
export interface FromWorklet extends SoundWaits {
  /** Whether sound comes steadily, and can be heard from here. */
  readonly flowing: boolean;
  /** Samples that were made up for lost or late ones. */
  readonly concealed: number;
  /** Samples that were left out so that the rest is heard sooner. */
  readonly skipped: number;
  /** Times that samples were missing or left out. */
  readonly breaks: number;
}

export interface SoundWaits {
  /** Seconds that all samples played so far waited together, and how many they were. */
  readonly waitedSeconds: number;
  readonly samples: number;
}

/** A decoded packet, from the worker to the worklet. */
export interface DecodedSound {
  /** Samples of 1/48000 s, modulo 2^32. */
  readonly timestamp: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}
