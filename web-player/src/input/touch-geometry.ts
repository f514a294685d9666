/** A round button on the screen; CSS pixels. */
export interface TouchTarget {
  /** The button's bit. */
  readonly mask: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Thumbs are wide: a button reaches this much beyond its edge. */
const REACH = 1.35;

/** All buttons under a thumb at a point: between two of them it holds both. */
export function buttonsAt(x: number, y: number, targets: readonly TouchTarget[]): number {
  let buttons = 0;
  for (const target of targets) {
    if (Math.hypot(x - target.x, y - target.y) <= target.radius * REACH) buttons |= target.mask;
  }
  return buttons;
}
