import { type Canvas, mix } from '../canvas/canvas.js';
import {
  APPLE,
  APPLE_EDGE,
  APPLE_LIGHT,
  FIELD_DARK,
  GOLD,
  GOLD_LIGHT,
  LEAF,
  SNAKE_COLOURS,
  TEXT,
} from './colours.js';
import { EFFECT_FRAMES, type Effect } from './game.js';
import type { Apple } from './round.js';
import { centreOf } from './screen.js';

/** A golden apple that is about to vanish flickers. */
const LAST_FRAMES = 120;
const SPARKS = 8;
const GOLDEN_SPARKS = 14;

export function drawApple(canvas: Canvas, apple: Apple, frame: number): void {
  if (apple.golden && apple.framesLeft < LAST_FRAMES && (apple.framesLeft >> 2) % 2) return;
  const { x, y } = centreOf(apple);
  const breath = Math.sin((frame + apple.x * 7) / 12) * 0.6;
  const [skin, light, edge] = apple.golden ? [GOLD, GOLD_LIGHT, 0xa86f10] : [APPLE, APPLE_LIGHT, APPLE_EDGE];
  canvas.disc(x, y + 0.5, 4.6 + breath, edge);
  canvas.disc(x, y + 0.5, 3.8 + breath, skin);
  canvas.disc(x - 1.5, y - 1, 1.2, light);
  canvas.rectangle(x, y - 6, 1, 3, 0x7a4a21);
  canvas.rectangle(x + 1, y - 6, 3, 2, LEAF);
  if (apple.golden) drawGlitter(canvas, x, y, frame);
}

export function drawEffect(canvas: Canvas, effect: Effect): void {
  if (effect.kind === 'crumbs') drawCrumb(canvas, effect);
  else drawBurst(canvas, effect, effect.kind === 'golden-burst');
}

/** Four rays that turn around a golden apple. */
function drawGlitter(canvas: Canvas, x: number, y: number, frame: number): void {
  for (let ray = 0; ray < 4; ray++) {
    const angle = frame / 20 + (ray * Math.PI) / 2;
    canvas.rectangle(
      Math.round(x + Math.cos(angle) * 7),
      Math.round(y + Math.sin(angle) * 7),
      1,
      1,
      GOLD_LIGHT,
    );
  }
}

/** Sparks that fly apart from an eaten apple. */
function drawBurst(canvas: Canvas, effect: Effect, golden: boolean): void {
  const { x, y } = centreOf(effect);
  const age = effect.frames / EFFECT_FRAMES;
  const sparks = golden ? GOLDEN_SPARKS : SPARKS;
  const reach = (golden ? 22 : 14) * Math.sqrt(age);
  for (let spark = 0; spark < sparks; spark++) {
    const angle = (spark * 2 * Math.PI) / sparks + effect.x;
    const colour = golden ? GOLD : spark % 2 ? APPLE_LIGHT : SNAKE_COLOURS[effect.player]!.back;
    const radius = 2 * (1 - age);
    canvas.disc(x + Math.cos(angle) * reach, y + Math.sin(angle) * reach + age * 4, radius, colour);
  }
}

/** What is left of a snake: a flash, then crumbs that shrink. */
function drawCrumb(canvas: Canvas, effect: Effect): void {
  const { x, y } = centreOf(effect);
  const age = effect.frames / EFFECT_FRAMES;
  const { body } = SNAKE_COLOURS[effect.player]!;
  const colour = age < 0.2 ? TEXT : mix(body, FIELD_DARK, (age - 0.2) / 0.8);
  const sway = ((effect.x * 5 + effect.y * 3) % 7) - 3;
  canvas.disc(x + sway * age, y + age * 3, 4.5 * (1 - age) + 0.5, colour);
}
