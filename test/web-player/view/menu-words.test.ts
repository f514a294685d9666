import { describe, expect, test } from 'vitest';
import { discWords, slotWords, speedWords } from '../../../web-player/src/view/menu-words.js';

describe('the words of the menu', () => {
  test('say when a slot was filled', () => {
    expect(slotWords(undefined)).toBe('Empty');
    expect(slotWords({ slot: 1, savedAtMs: Date.UTC(2026, 0, 15, 12) })).toContain('2026');
  });

  test('name speeds and discs', () => {
    expect(([0.25, 0.5, 1, 4, 'max'] as const).map(speedWords)).toEqual(['¼×', '½×', '1×', '4×', 'Fastest']);
    expect(discWords('', 1)).toBe('Disc 2');
    expect(discWords('Side B', 1)).toBe('Side B');
  });
});
