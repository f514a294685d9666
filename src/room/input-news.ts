import type { Controls } from '../protocol/input-packet.js';

/** Sticks, triggers and pointers tremble: what moves by less of its whole way is at rest. */
const DEAD_SHARE = 1 / 16;
const AXIS_DEAD_ZONE = 32_768 * DEAD_SHARE;
const TRIGGER_DEAD_ZONE = 65_536 * DEAD_SHARE;
/** A motion has ended when nothing moved for so long (ms). */
const REST_MS = 100;

/**
 * Tells which packets of a player bring something that is worth a step of its own: a button or key that went down or up,
 * or the beginning of a motion. A motion that goes on is as new in the next step as in an early one, and would only use
 * up what a press has need of.
 */
export class InputNews {
  #last: Controls | undefined;
  /** Where what can move was when it was last seen to move. */
  #axes: Int16Array = new Int16Array(4);
  #triggers: Uint16Array = new Uint16Array(2);
  #pointer: Int16Array = new Int16Array(2);
  #movedAt = Number.NEGATIVE_INFINITY;

  /** Takes the newest packet's controls, at a time (ms). The first are none: what is held was held before. */
  isNews(controls: Controls, now: number): boolean {
    const last = this.#last;
    this.#last = controls;
    const moved = this.#moves(controls, last);
    const begins = moved && now - this.#movedAt > REST_MS;
    if (moved) this.#movedAt = now;
    return last !== undefined && (begins || isPressed(controls, last));
  }

  /** Another player sits here now. */
  reset(): void {
    this.#last = undefined;
    this.#movedAt = Number.NEGATIVE_INFINITY;
  }

  #moves(controls: Controls, last: Controls | undefined): boolean {
    const { axes, triggers, pointer } = controls;
    const moved =
      last === undefined ||
      isFar(axes, this.#axes, AXIS_DEAD_ZONE) ||
      isFar(triggers, this.#triggers, TRIGGER_DEAD_ZONE) ||
      isFar(pointer, this.#pointer, AXIS_DEAD_ZONE) ||
      controls.pointerOnPicture !== last.pointerOnPicture ||
      isOther(controls.mouseTotals, last.mouseTotals);
    if (!moved) return false;
    this.#axes = axes;
    this.#triggers = triggers;
    this.#pointer = pointer;
    return true;
  }
}

/** Whether anything went down or up in between, also where it is as it was. */
function isPressed(controls: Controls, last: Controls): boolean {
  return (
    controls.buttons !== last.buttons ||
    controls.mouseButtons !== last.mouseButtons ||
    controls.keyboard?.eventCount !== last.keyboard?.eventCount ||
    isOther(controls.pressCounts, last.pressCounts) ||
    isOther(controls.mousePressCounts, last.mousePressCounts)
  );
}

function isOther(values: ArrayLike<number>, others: ArrayLike<number>): boolean {
  for (let index = 0; index < values.length; index++) if (values[index] !== others[index]) return true;
  return false;
}

function isFar(values: ArrayLike<number>, from: ArrayLike<number>, deadZone: number): boolean {
  for (let index = 0; index < values.length; index++) {
    if (Math.abs(values[index]! - from[index]!) > deadZone) return true;
  }
  return false;
}
