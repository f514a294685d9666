import { describe, expect, it } from 'vitest';
import { longestGap, travel } from './falling-path/travel.js';

/** Like the benchmark's test pattern, and like a colourful game. */
const PICTURES = {
  small: { keyframe: 9_600, other: 1_600 },
  large: { keyframe: 22_000, other: 2_400 },
} as const;

/** Of several drops in other moments, what the longest gaps were, ms. */
async function gaps(kind: 'frames' | 'rtp', pictures: keyof typeof PICTURES) {
  const all = [];
  for (const seed of [1, 2, 3, 4]) {
    const drop = 4_000 + 13 * seed;
    const network = `none@2s>loss=3%@${drop - 2_000}ms>rate=600k,queue=100ms@6s>none@3s`;
    const { shown } = await travel({ network, kind, pictures: PICTURES[pictures], seed });
    all.push({
      before: longestGap(shown, 500, drop - 100),
      after: longestGap(shown, drop - 100, drop + 1_000),
      later: longestGap(shown, drop + 1_000),
    });
  }
  return all;
}

describe('a path that drops to a third of what is sent, with a short queue and after losses', {
  timeout: 120_000,
}, () => {
  it.each(['small', 'large'] as const)('lets %s pictures in packets of frames go on', async (pictures) => {
    for (const { before, after, later } of await gaps('frames', pictures)) {
      expect(before).toBeLessThan(100);
      expect(after).toBeLessThan(400);
      expect(later).toBeLessThan(300);
    }
  });

  it.each(['small', 'large'] as const)('lets %s pictures of a <video> go on', async (pictures) => {
    for (const { before, after, later } of await gaps('rtp', pictures)) {
      expect(before).toBeLessThan(200);
      expect(after).toBeLessThan(700);
      expect(later).toBeLessThan(300);
    }
  });
});
