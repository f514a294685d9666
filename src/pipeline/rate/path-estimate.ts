/** What is known of the path to a viewer, from what its browser tells of the packets that came. */
export interface PathEstimate {
  /**
   * What the path carries, bits per second, headers of RTP, UDP and IP included; `undefined` while nothing is known to
   * limit it.
   */
  readonly capacityBps: number | undefined;
  /** How much longer than at best packets wait on their way now, ms: a queue that fills. */
  readonly queueMs: number;
  /** Share of packets lost lately, 0 to 1. */
  readonly fractionLost: number;
}

/** Nothing is known yet, and nothing seems to be wrong. */
export const UNKNOWN_PATH: PathEstimate = { capacityBps: undefined, queueMs: 0, fractionLost: 0 };
