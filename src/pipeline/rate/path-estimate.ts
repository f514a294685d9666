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
  /** For how long nothing was heard of what is sent, ms; 0 where that is no longer than usual, or nothing is told anyway. */
  readonly silentMs: number;
  /** Whether the path's queue is full just now, and much of what is sent into it gets lost. */
  readonly overflows?: boolean;
}

/** Where packets wait for so long, ms, a path loses them because it is full. */
const FULL_QUEUE_MS = 40;
/** Less than this is needed by a game at its best and its sound, bit/s. */
const NARROW_BPS = 1_500_000;

/**
 * Whether the path loses packets because there are too many, or may do so: what is sent on top to make up for them adds
 * to that.
 */
export function isFull({ queueMs, silentMs }: PathEstimate): boolean {
  return queueMs >= FULL_QUEUE_MS || silentMs > 0;
}

/** Whether what goes without need takes room that the picture needs. */
export function isNarrow({ capacityBps = Number.POSITIVE_INFINITY }: PathEstimate): boolean {
  return capacityBps < NARROW_BPS;
}

/** Nothing is known yet, and nothing seems to be wrong. */
export const UNKNOWN_PATH: PathEstimate = {
  capacityBps: undefined,
  queueMs: 0,
  fractionLost: 0,
  silentMs: 0,
};
