import type { Fate } from './link.js';

/** What went over one direction of a path. */
export interface LinkCounters {
  /** What arrived at the relay to be sent on. */
  readonly packets: number;
  readonly bytes: number;
  readonly deliveredPackets: number;
  readonly deliveredBytes: number;
  readonly lostPackets: number;
  /** Dropped because the queue was full. */
  readonly queueDrops: number;
  /** The longest that a packet waited in the queue, ms. */
  readonly longestQueueMs: number;
}

export const NOTHING_YET: LinkCounters = {
  packets: 0,
  bytes: 0,
  deliveredPackets: 0,
  deliveredBytes: 0,
  lostPackets: 0,
  queueDrops: 0,
  longestQueueMs: 0,
};

/** Counts a packet of so many bytes. */
export function count(counters: LinkCounters, fate: Fate, bytes: number): LinkCounters {
  const delivered = fate.kind === 'delivered';
  return {
    packets: counters.packets + 1,
    bytes: counters.bytes + bytes,
    deliveredPackets: counters.deliveredPackets + (delivered ? 1 : 0),
    deliveredBytes: counters.deliveredBytes + (delivered ? bytes : 0),
    lostPackets: counters.lostPackets + (fate.kind === 'lost' ? 1 : 0),
    queueDrops: counters.queueDrops + (fate.kind === 'queue-full' ? 1 : 0),
    longestQueueMs: Math.max(counters.longestQueueMs, fate.queuedMs),
  };
}

/** Counters of several paths, or times, together. */
export function sum(all: readonly LinkCounters[]): LinkCounters {
  return all.reduce(
    (total, each) => ({
      packets: total.packets + each.packets,
      bytes: total.bytes + each.bytes,
      deliveredPackets: total.deliveredPackets + each.deliveredPackets,
      deliveredBytes: total.deliveredBytes + each.deliveredBytes,
      lostPackets: total.lostPackets + each.lostPackets,
      queueDrops: total.queueDrops + each.queueDrops,
      longestQueueMs: Math.max(total.longestQueueMs, each.longestQueueMs),
    }),
    NOTHING_YET,
  );
}
