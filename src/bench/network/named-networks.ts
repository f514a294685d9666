import { CLEAR_LINK, type LinkProfile, type NetworkProfile } from './link-profile.js';

/** The networks that have names; docs/benchmarks.md tells where each number comes from. */
export const NETWORK_NAMES = ['none', 'lan', 'wifi', '4g', 'lossy'] as const;
export type NetworkName = (typeof NETWORK_NAMES)[number];

/** Paths that change in the course of a run and have names, as they would be written. */
export const CHANGING_NETWORKS: ReadonlyMap<string, string> = new Map([
  ['changing', 'none@10s>loss=3%@10s>rate=600k,queue=100ms@10s>delay=150@10s>none@10s'],
]);

const LINKS: Readonly<Record<NetworkName, { down: Partial<LinkProfile>; up: Partial<LinkProfile> }>> = {
  none: { down: {}, up: {} },
  lan: bothWays({ delayMs: 0.5, jitterMs: 0.1, rateBps: 100e6, queue: { ms: 50 } }),
  wifi: bothWays({
    delayMs: 1.5,
    jitterMs: 2.5,
    loss: { share: 0.002, burst: { packets: 3 } },
    rateBps: 20e6,
    queue: { ms: 100 },
  }),
  '4g': {
    down: {
      delayMs: 22,
      jitterMs: 5,
      loss: { share: 0.003, burst: { packets: 5 } },
      rateBps: 14.7e6,
      queue: { ms: 300 },
    },
    up: {
      delayMs: 22,
      jitterMs: 5,
      loss: { share: 0.003, burst: { packets: 5 } },
      rateBps: 13.6e6,
      queue: { ms: 300 },
    },
  },
  lossy: bothWays({
    delayMs: 25,
    jitterMs: 2,
    loss: { share: 0.05, burst: { packets: 2 } },
    rateBps: 5e6,
    queue: { ms: 100 },
  }),
};

export function isNetworkName(text: string): text is NetworkName {
  return (NETWORK_NAMES as readonly string[]).includes(text);
}

export function namedNetwork(name: NetworkName): NetworkProfile {
  const { down, up } = LINKS[name];
  return { name, down: { ...CLEAR_LINK, ...down }, up: { ...CLEAR_LINK, ...up } };
}

function bothWays(link: Partial<LinkProfile>) {
  return { down: link, up: link };
}
