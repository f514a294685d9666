import { isDeepStrictEqual } from 'node:util';
import type { PlayerInput } from '../../../cores/protocol/host-message.js';
import { applyDifference, DifferenceWriter } from './difference.js';

/** What an entry costs beside its bytes, and what the inputs of a player do. */
const ENTRY_BYTES = 256;
const INPUT_BYTES = 384;

/** A state of the game, as it is kept to go back to. */
interface Entry {
  /** Steps that the game made from the entry before to here. */
  readonly frames: number;
  readonly length: number;
  /** The state itself: of the newest entry always, of others until they are packed. */
  raw: Buffer | undefined;
  /** The difference to the next newer state. */
  packed: Buffer | undefined;
  /** What was held in the step that followed. */
  inputs: readonly PlayerInput[] | undefined;
  /** Whether the inputs are no others than those of the entry before. */
  sharesInputs: boolean;
}

/** A state to go back to. */
export interface PastState {
  readonly state: Buffer;
  /** What was held in the step that followed. */
  readonly inputs: readonly PlayerInput[] | undefined;
}

/**
 * The states of the last minutes, as many as fit into a bound of memory; the oldest go first. Neighbours are alike, so
 * all but the newest are kept as what differs from the next: a few percent. Packing is done one at a time, large states
 * bit by bit; what is not packed yet counts against the bound at its full length.
 */
export class StateRing {
  readonly #limitBytes: number;
  readonly #entries: Entry[] = [];
  #bytes = 0;
  #frames = 0;
  /** Resolves when the packing that is under way is done. */
  #packing: Promise<void> | undefined;
  readonly #differences = new DifferenceWriter();

  /** @param limitBytes - that all states may take together. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Memory that the states take, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Steps from the oldest state to the newest. */
  get frames(): number {
    return this.#frames;
  }

  /** The newest state. */
  get newest(): PastState | undefined {
    const entry = this.#entries.at(-1);
    return entry && { state: entry.raw!, inputs: entry.inputs };
  }

  /** How many steps the newest state lies after the one before it; none where there is no such. */
  get stepBack(): number | undefined {
    return this.#entries.length > 1 ? this.#entries.at(-1)!.frames : undefined;
  }

  /**
   * Adds a state; its memory is the ring's from here on.
   *
   * @param frames - steps since the one added last.
   */
  push(state: Buffer, frames: number): void {
    const entry: Entry = {
      frames,
      length: state.length,
      raw: state,
      packed: undefined,
      inputs: undefined,
      sharesInputs: false,
    };
    if (this.#entries.length > 0) this.#frames += frames;
    this.#entries.push(entry);
    this.#bytes += costOf(entry);
    this.#evict();
    this.#packNext();
  }

  /** Notes what is held in the step after the newest state. */
  noteInputs(inputs: readonly PlayerInput[]): void {
    const entry = this.#entries.at(-1);
    if (!entry || entry.inputs) return;
    const before = this.#entries.at(-2)?.inputs;
    entry.sharesInputs = isDeepStrictEqual(before, inputs);
    entry.inputs = entry.sharesInputs ? before : structuredClone(inputs);
    if (entry.sharesInputs) return;
    this.#bytes += inputs.length * INPUT_BYTES;
    this.#evict();
  }

  /** Forgets the newest state; the one before it is the newest then. None is forgotten where it is the only one. */
  async dropNewest(): Promise<void> {
    // What is being packed, or comes next, may be the difference to the very state that is dropped.
    await this.settled();
    if (this.#entries.length < 2) return;
    const before = this.#entries.at(-2)!;
    const newest = this.#entries.at(-1)!;
    before.raw ??= applyDifference(before.packed!, newest.raw!, before.length);
    this.#entries.pop();
    this.#bytes -= costOf(newest);
    this.#frames -= newest.frames;
    this.#bytes -= before.packed?.length ?? 0;
    if (before.packed) this.#bytes += before.length;
    before.packed = undefined;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#bytes = 0;
    this.#frames = 0;
  }

  /** Resolves when nothing is left to be packed. */
  async settled(): Promise<void> {
    while (this.#packing) await this.#packing;
  }

  #evict(): void {
    while (this.#bytes > this.#limitBytes && this.#entries.length > 0) {
      this.#bytes -= costOf(this.#entries.shift()!);
      this.#frames -= this.#entries[0]?.frames ?? 0;
    }
  }

  #packNext(): void {
    if (this.#packing) return;
    const index = this.#entries.findIndex(({ raw }) => raw !== undefined);
    const entry = this.#entries[index];
    const next = this.#entries[index + 1];
    if (!entry?.raw || !next?.raw) return;
    this.#packing = this.#pack(entry, entry.raw, next.raw)
      // There may be no memory left: the game is worth more than its past.
      .catch(() => this.clear())
      .finally(() => {
        this.#packing = undefined;
        this.#packNext();
      });
  }

  async #pack(entry: Entry, state: Buffer, next: Buffer): Promise<void> {
    const packed = await this.#differences.write(state, next);
    if (!this.#entries.includes(entry)) return;
    entry.packed = packed;
    entry.raw = undefined;
    this.#bytes += packed.length - state.length;
  }
}

function costOf({ raw, packed, inputs, sharesInputs }: Entry): number {
  const inputBytes = sharesInputs ? 0 : (inputs?.length ?? 0) * INPUT_BYTES;
  return ENTRY_BYTES + inputBytes + (raw?.length ?? 0) + (packed?.length ?? 0);
}
