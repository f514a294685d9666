import { writeSync } from 'node:fs';
import { CORE_MESSAGE } from '../protocol/core-message.js';
import { type DiscList, encodeDiscIn } from '../protocol/devices.js';
import { frameMessage } from '../protocol/message-reader.js';
import type { DiscInterface } from './disc-interface.js';

/** So long the tray stays open, in steps: games look now and then, and take too short a time for no change. */
const OPEN_STEPS = 30;
/** What `hello` has room for. */
const MOST_DISCS = 255;

const TO_HOST = 4;

/** Tells the host which disc is in. @param index - from 0. */
export function tellDisc(index: number): void {
  writeSync(TO_HOST, frameMessage(CORE_MESSAGE.disc, encodeDiscIn(index)));
}

/** What is to be known of the disc that is in. */
export interface DiscDriveEvents {
  /** Another one is in than was last told, or will be when the tray closes. */
  readonly onDisc: (index: number) => void;
}

/** A core's tray. A disc is changed over several steps, as a player would do it by hand. */
export class DiscDrive {
  readonly #discs: DiscInterface;
  /** Of the list that the game was given as, by number; none where it wasn't. */
  readonly #labels: readonly string[];
  readonly #events: DiscDriveEvents;
  /** Discs that the host knows of. */
  readonly #listed: number;
  #told: number;
  #wanted: number | undefined;
  #stepsOpen = 0;

  constructor(discs: DiscInterface, labels: readonly string[], events: DiscDriveEvents) {
    this.#discs = discs;
    this.#labels = labels;
    this.#events = events;
    this.#listed = this.list?.labels.length ?? 0;
    this.#told = discs.index;
  }

  /** The disc that is in, from 0, or that will be when the tray closes. */
  get current(): number {
    return this.#wanted ?? this.#discs.index;
  }

  /** The discs as the core knows them now; `undefined` where there is none to change. */
  get list(): DiscList | undefined {
    const count = Math.min(MOST_DISCS, this.#discs.count);
    if (count < 2) return undefined;
    const labels = Array.from(
      { length: count },
      (_, index) => this.#labels[index] ?? this.#discs.label(index) ?? `Disc ${index + 1}`,
    );
    const { index } = this.#discs;
    return { labels, first: index < count ? index : 0 };
  }

  /** Opens the tray; the disc is changed, and the tray closed, over the next steps. Throws with a worded message. */
  change(index: number): void {
    const { count } = this.#discs;
    if (index >= count) throw new Error(`There is no disc ${index + 1}: the game has ${count}.`);
    if (index === this.current && !this.#discs.isEjected) return;
    if (!this.#discs.isEjected && !this.#discs.setEjected(true)) {
      throw new Error('The game doesn’t let its disc be changed now.');
    }
    this.#wanted = index;
    this.#stepsOpen = 0;
    this.#tell();
  }

  /**
   * Loads a state in whose game a disc was in: that disc is in before, so that the machine finds it where it was.
   *
   * @param load - throws where the core refuses the state; the disc is then the one from before.
   */
  restore(disc: number, load: () => void): void {
    // Also a frame that was played ahead is taken back by a state, and a tray that is open stays so.
    if (disc === this.current || disc >= this.#discs.count) {
      load();
      this.#tell();
      return;
    }
    const before = this.current;
    this.#insert(disc);
    try {
      load();
    } catch (error) {
      this.#insert(before);
      throw error;
    }
    // Cores may have the disc and the tray in their states, as they were when the disc was just being changed.
    if (this.#discs.isEjected || this.#discs.index !== disc) this.change(disc);
    this.#tell();
  }

  /** To be called after each step that counts. */
  finishStep(): void {
    // Some cores change discs by themselves, where a game waits for another.
    if (this.#wanted === undefined) this.#tell();
    if (this.#wanted === undefined || ++this.#stepsOpen < OPEN_STEPS) return;
    if (this.#stepsOpen === OPEN_STEPS) {
      // A state that was loaded meanwhile may have closed the tray.
      if (!this.#discs.isEjected) this.#discs.setEjected(true);
      if (!this.#discs.setIndex(this.#wanted)) console.error(`Disc ${this.#wanted + 1} can’t be put in.`);
      return;
    }
    if (this.#discs.isEjected && !this.#discs.setEjected(false)) console.error('The tray doesn’t close.');
    this.#wanted = undefined;
    // It may not be the one that was wanted.
    this.#tell();
  }

  /** Puts a disc in while the game stands still. */
  #insert(disc: number): void {
    this.#wanted = undefined;
    if (!this.#discs.isEjected) this.#discs.setEjected(true);
    if (!this.#discs.setIndex(disc)) console.error(`Disc ${disc + 1} can’t be put in.`);
    this.#discs.setEjected(false);
  }

  #tell(): void {
    const { current } = this;
    // A number beyond the last is an empty tray, and discs that came later have no label with the host.
    if (current === this.#told || current >= this.#listed) return;
    this.#told = current;
    this.#events.onDisc(current);
  }
}
