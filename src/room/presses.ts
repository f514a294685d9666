/** Presses between two steps that are played one after the other; more at that speed are none of a finger's. */
const MOST_WAITING = 2;

/**
 * The buttons of one device, from counts of presses. A press that began and ended between two steps is seen for one
 * step, and one that followed another without a step between them is seen as a press of its own.
 */
export class Presses {
  readonly #countMask: number;
  readonly #seen: Uint8Array;
  readonly #waiting: Uint8Array;
  #reported = 0;

  /** @param modulus - at which counts begin anew; a power of two up to 256. */
  constructor(buttons: number, modulus: number) {
    this.#countMask = modulus - 1;
    this.#seen = new Uint8Array(buttons);
    this.#waiting = new Uint8Array(buttons);
  }

  /** What the first packet of a connection has counted so far was played on another one. */
  begin(counts: Uint8Array): void {
    this.#seen.set(counts);
    this.#reported = 0;
  }

  receive(counts: Uint8Array): void {
    for (let button = 0; button < this.#seen.length; button++) {
      const presses = (counts[button]! - this.#seen[button]!) & this.#countMask;
      this.#seen[button] = counts[button]!;
      this.#waiting[button] = Math.min(MOST_WAITING, this.#waiting[button]! + presses);
    }
  }

  /** Nothing that waits is played any more. */
  forget(): void {
    this.#waiting.fill(0);
    this.#reported = 0;
  }

  /** The buttons of the step that begins now, one bit each. @param held - those that are held now. */
  next(held: number): number {
    let buttons = held;
    for (let button = 0; button < this.#seen.length; button++) {
      if (this.#waiting[button] === 0) continue;
      const bit = 1 << button;
      if (this.#reported & bit) {
        // The game must see it up before it can see it pressed again.
        buttons &= ~bit;
      } else {
        buttons |= bit;
        this.#waiting[button]!--;
      }
    }
    this.#reported = buttons;
    return buttons;
  }
}
