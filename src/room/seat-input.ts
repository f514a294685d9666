import { NEUTRAL_INPUT, type PlayerInput } from '../../cores/protocol/host-message.js';
import { BUTTONS } from '../protocol/buttons.js';
import { type Controls, isNewerSequence } from '../protocol/input-packet.js';

/** Pages repeat what is held every 100 ms: after this long without a packet (ms) the way is cut, and all is let go. */
const STALE_MS = 2_000;
/** Presses between two steps that are played one after the other; more at that speed are none of a finger's. */
const MAX_WAITING_PRESSES = 2;

/**
 * What one seat's player does, from packets that may be lost or come late, sampled step by step. A press that began and
 * ended between two steps is seen for one step, and one that followed another without a step between them is seen as a
 * press of its own. Mouse motion is never lost: totals are sent, and differences handed on.
 */
export class SeatInput {
  #sequence = 0;
  #controls: Controls | undefined;
  #receivedAt = 0;
  readonly #seenCounts = new Uint8Array(BUTTONS.length);
  readonly #waitingPresses = new Uint8Array(BUTTONS.length);
  readonly #seenMouse = new Int32Array(3);
  #reported = 0;

  /** The newest packet's sequence number; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes a packet's controls; one that is older than the newest is passed over. */
  receive(sequence: number, controls: Controls, now: number): void {
    if (this.#controls === undefined) {
      this.#begin(controls);
    } else if (!isNewerSequence(sequence, this.#sequence)) {
      return;
    }
    this.#sequence = sequence;
    this.#receivedAt = now;
    this.#controls = controls;
    for (let button = 0; button < BUTTONS.length; button++) {
      const presses = (controls.pressCounts[button]! - this.#seenCounts[button]!) & 0xff;
      this.#seenCounts[button] = controls.pressCounts[button]!;
      this.#waitingPresses[button] = Math.min(MAX_WAITING_PRESSES, this.#waitingPresses[button]! + presses);
    }
  }

  /** The player is gone, or another one sits here now: nothing is held, and sequence numbers begin anew. */
  reset(): void {
    this.#sequence = 0;
    this.#controls = undefined;
    this.#waitingPresses.fill(0);
  }

  /** The controls for the step that begins now. */
  sample(now: number): PlayerInput {
    const controls = this.#controls;
    if (!controls || now - this.#receivedAt > STALE_MS) {
      this.#reported = 0;
      this.#waitingPresses.fill(0);
      return NEUTRAL_INPUT;
    }
    this.#reported = this.#nextButtons(controls.buttons);
    return {
      buttons: this.#reported,
      axes: [controls.axes[0]!, controls.axes[1]!, controls.axes[2]!, controls.axes[3]!],
      triggers: [controls.triggers[0]!, controls.triggers[1]!],
      mouseMotion: [this.#motion(0, controls), this.#motion(1, controls), this.#motion(2, controls)],
      mouseButtons: controls.mouseButtons,
      pointerOnPicture: controls.pointerOnPicture,
      pointer: [controls.pointer[0]!, controls.pointer[1]!],
    };
  }

  /** What the first packet of a connection has counted so far was played on another one. */
  #begin(controls: Controls): void {
    this.#seenCounts.set(controls.pressCounts);
    this.#seenMouse.set(controls.mouseTotals);
    this.#reported = 0;
  }

  #nextButtons(held: number): number {
    let buttons = held;
    for (let button = 0; button < BUTTONS.length; button++) {
      if (this.#waitingPresses[button] === 0) continue;
      const bit = 1 << button;
      if (this.#reported & bit) {
        // The game must see it up before it can see it pressed again.
        buttons &= ~bit;
      } else {
        buttons |= bit;
        this.#waitingPresses[button]!--;
      }
    }
    return buttons;
  }

  #motion(axis: number, controls: Controls): number {
    const total = controls.mouseTotals[axis]!;
    const motion = Math.max(-32768, Math.min(32767, (total - this.#seenMouse[axis]!) | 0));
    this.#seenMouse[axis] = (this.#seenMouse[axis]! + motion) | 0;
    return motion;
  }
}
