import { describe, expect, it } from 'vitest';
import { buttonsAt } from '../../../web-player/src/input/touch-geometry.js';

const targets = [
  { mask: 1, x: 100, y: 100, radius: 30 },
  { mask: 256, x: 170, y: 60, radius: 30 },
];

describe('a thumb', () => {
  it('holds the button under it, somewhat beyond its edge too', () => {
    expect(buttonsAt(100, 100, targets)).toBe(1);
    expect(buttonsAt(170, 20, targets)).toBe(256);
  });

  it('holds both between two buttons', () => {
    expect(buttonsAt(135, 80, targets)).toBe(257);
  });

  it('holds nothing further away', () => {
    expect(buttonsAt(20, 20, targets)).toBe(0);
  });
});
