import type { Colour } from '../canvas/canvas.js';

/** The body, its edge, and its lighter back. */
export interface SnakeColours {
  readonly body: Colour;
  readonly edge: Colour;
  readonly back: Colour;
}

export const SNAKE_COLOURS: readonly SnakeColours[] = [
  { body: 0x4cc94f, edge: 0x1d6b33, back: 0x9bef7a },
  { body: 0xff8a3d, edge: 0x9c3a1a, back: 0xffc27a },
  { body: 0x4aa3ff, edge: 0x1d4b9c, back: 0x9fd4ff },
  { body: 0xf06ac0, edge: 0x8a2a78, back: 0xffb0e0 },
];

export const INK = 0x0b1020;
export const PANEL = 0x141c33;
export const PANEL_LIGHT = 0x1f2a4a;
export const FIELD_DARK = 0x16203a;
export const FIELD_LIGHT = 0x1a2643;
export const WALL = 0x3a4f86;
export const WALL_LIGHT = 0x5d78bd;
export const TEXT = 0xf2f5ff;
export const TEXT_QUIET = 0x7183b5;
export const GOLD = 0xffd23f;
export const GOLD_LIGHT = 0xfff3b0;
export const APPLE = 0xe8384f;
export const APPLE_LIGHT = 0xff8d97;
export const APPLE_EDGE = 0x8f1430;
export const LEAF = 0x67c44b;
