/** How packets are lost: in bursts, as they are on radio links and in full queues. */
export interface BurstLoss {
  /** Mean share of packets lost, 0 to below 1. */
  readonly share: number;
  /** Mean length of a burst; where it isn't given each packet is lost by itself. */
  readonly burst?: { readonly packets: number } | { readonly ms: number };
}

/** What the slowest part of a path lets wait; what comes when it is full is dropped (drop-tail). */
export type QueueLimit = { readonly ms: number } | { readonly bytes: number };

/** One direction of a network path. */
export interface LinkProfile {
  /** The shortest time on the way, ms. */
  readonly delayMs: number;
  /**
   * What comes on top, ms: drawn from an exponential distribution of this mean and cut off at `LONGEST_JITTER` times it.
   * It never changes the order of packets.
   */
  readonly jitterMs: number;
  readonly loss: BurstLoss;
  /** What the slowest part of the path carries, bit/s with IP and UDP headers; unlimited where it isn't given. */
  readonly rateBps?: number;
  /** Of no effect without a rate. */
  readonly queue: QueueLimit;
  /** Share of packets that are held up until later ones have overtaken them, 0 to 1. */
  readonly reorderShare: number;
}

/** Both directions of a path, and what they are called in reports. */
export interface NetworkProfile {
  readonly name: string;
  /** From host to viewer: picture and sound. */
  readonly down: LinkProfile;
  /** From viewer to host: input and feedback. */
  readonly up: LinkProfile;
  /** What it is like in the course of a run, of which the first phase is the above; where it doesn't change, nothing. */
  readonly timeLine?: readonly PathPhase[];
}

/** What a path is like for some time. */
export interface PathPhase {
  readonly network: NetworkProfile;
  readonly durationMs: number;
  /** Whether all viewers' paths are cut when it begins, as where their addresses change. */
  readonly cut: boolean;
}

/** The longest jitter, in means: one packet in 400 would have more. */
export const LONGEST_JITTER = 6;

/** A path that changes nothing. */
export const CLEAR_LINK: LinkProfile = {
  delayMs: 0,
  jitterMs: 0,
  loss: { share: 0 },
  queue: { ms: 100 },
  reorderShare: 0,
};
