import { NEUTRAL_INPUT, type PlayerInput } from '../../cores/protocol/host-message.js';
import { BUTTONS } from '../protocol/buttons.js';
import { type Controls, isNewerSequence, MOUSE_BUTTONS } from '../protocol/input-packet.js';
import { InputNews } from './input-news.js';
import { Presses } from './presses.js';
import { SeatKeys } from './seat-keys.js';

/** Pages repeat what is held every 100 ms: after this long without a packet (ms) the way is cut, and all is let go. */
const STALE_MS = 2_000;

/**
 * What one seat's player does, from packets that may be lost or come late, sampled step by step. No press is lost, and
 * no mouse motion: totals are sent, and differences handed on.
 */
export class SeatInput {
  #sequence = 0;
  #controls: Controls | undefined;
  #receivedAt = 0;
  readonly #buttons = new Presses(BUTTONS.length, 256);
  readonly #mouseButtons = new Presses(MOUSE_BUTTONS, 8);
  readonly #keys = new SeatKeys();
  readonly #news = new InputNews();
  readonly #seenMouse = new Int32Array(3);

  /** The newest packet's sequence number; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  /** When it came (ms, same clock as in `receive`); 0 before the first. */
  get receivedAt(): number {
    return this.#receivedAt;
  }

  /**
   * Takes a packet's controls; one that is older than the newest is passed over.
   *
   * @returns whether the packet brings something new that the game should see at once.
   */
  receive(sequence: number, controls: Controls, now: number): boolean {
    if (this.#controls === undefined) {
      this.#begin(controls);
    } else if (!isNewerSequence(sequence, this.#sequence)) {
      return false;
    }
    this.#sequence = sequence;
    this.#receivedAt = now;
    this.#controls = controls;
    this.#buttons.receive(controls.pressCounts);
    this.#mouseButtons.receive(controls.mousePressCounts);
    this.#keys.receive(controls.keyboard);
    return this.#news.isNews(controls, now);
  }

  /** The player is gone, or another one sits here now: nothing is held, and sequence numbers begin anew. */
  reset(): void {
    this.#sequence = 0;
    this.#receivedAt = 0;
    this.#controls = undefined;
    this.#news.reset();
    this.#forget();
  }

  /** The controls for the step that begins now. */
  sample(now: number): PlayerInput {
    const controls = this.#controls;
    if (!controls || now - this.#receivedAt > STALE_MS) {
      this.#forget();
      return NEUTRAL_INPUT;
    }
    const keys = this.#keys.next();
    return {
      buttons: this.#buttons.next(controls.buttons),
      axes: [controls.axes[0]!, controls.axes[1]!, controls.axes[2]!, controls.axes[3]!],
      triggers: [controls.triggers[0]!, controls.triggers[1]!],
      mouseMotion: [this.#motion(0, controls), this.#motion(1, controls), this.#motion(2, controls)],
      mouseButtons: this.#mouseButtons.next(controls.mouseButtons),
      pointerOnPicture: controls.pointerOnPicture,
      pointer: [controls.pointer[0]!, controls.pointer[1]!],
      ...(keys ? { keys } : {}),
    };
  }

  /** What the first packet of a connection has counted so far was played on another one. */
  #begin(controls: Controls): void {
    this.#buttons.begin(controls.pressCounts);
    this.#mouseButtons.begin(controls.mousePressCounts);
    this.#seenMouse.set(controls.mouseTotals);
  }

  #forget(): void {
    this.#buttons.forget();
    this.#mouseButtons.forget();
    this.#keys.forget();
  }

  #motion(axis: number, controls: Controls): number {
    const total = controls.mouseTotals[axis]!;
    const motion = Math.max(-32768, Math.min(32767, (total - this.#seenMouse[axis]!) | 0));
    this.#seenMouse[axis] = (this.#seenMouse[axis]! + motion) | 0;
    return motion;
  }
}
