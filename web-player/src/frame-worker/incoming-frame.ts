import { pieceBytes, recoverPieces } from '../../../src/protocol/erasure-code.js';
import type { FramePacket } from '../../../src/protocol/frame-packet.js';
import { ALL_PIECES, type PieceRun } from '../../../src/protocol/repeat-request.js';

/** Where the number of a message stands in it. */
const NUMBER_OFFSET = 4;

/** A message whose packets are coming, or of which nothing came yet. */
export class IncomingFrame {
  readonly number: number;
  /** When its last packet came, ms; `undefined` before the first. */
  lastTime: number | undefined;
  /** Whether packets came that were sent after its last. */
  passed = false;
  /** When it was last asked for, ms. */
  askedTime: number | undefined;
  timesAsked = 0;
  /** How often that was said again. */
  echoes = 0;
  #pieces: (Uint8Array | undefined)[] = [];
  #parity: (Uint8Array | undefined)[] = [];
  #missing = Number.POSITIVE_INFINITY;
  #messageBytes = 0;
  /** By index, its packets that came. */
  #came: boolean[] = [];
  #received = 0;

  constructor(number: number) {
    this.number = number;
  }

  get complete(): boolean {
    return this.#missing === 0;
  }

  /** Packets of it that didn't come by themselves; one where nothing of it did. */
  get absent(): number {
    if (this.lastTime === undefined) return 1;
    return Math.max(0, this.#pieces.length + this.#parity.length - this.#received);
  }

  /** Takes a packet; returns the message when it is whole by that, else `undefined`. */
  take(packet: FramePacket, now: number): Uint8Array<ArrayBuffer> | undefined {
    const { index, pieces, parity, messageBytes, piece } = packet;
    if (this.lastTime === undefined) {
      this.#pieces = new Array(pieces).fill(undefined);
      this.#parity = new Array(parity).fill(undefined);
      this.#messageBytes = messageBytes;
      this.#missing = pieces;
    } else if (pieces !== this.#pieces.length || messageBytes !== this.#messageBytes) {
      return undefined;
    }
    this.lastTime = now;
    const isParity = index >= pieces;
    const place = isParity ? this.#parity : this.#pieces;
    const at = isParity ? index - pieces : index;
    if (at >= place.length) return undefined;
    if (!packet.repeated) this.#received += 1;
    if (this.#came[index]) return undefined;
    this.#came[index] = true;
    if (index === pieces + this.#parity.length - 1) this.passed = true;
    if (this.complete) return undefined;
    place[at] = piece;
    if (!isParity) this.#missing -= 1;
    return this.#assemble();
  }

  ask(now: number): void {
    this.askedTime = now;
    this.timesAsked += 1;
    this.echoes = 0;
  }

  /** The pieces that have to be sent again: as many as parity doesn't stand in for. */
  wanted(): PieceRun[] {
    const { number } = this;
    if (this.lastTime === undefined) return [{ number, first: 0, count: ALL_PIECES }];
    const runs: { number: number; first: number; count: number }[] = [];
    let enough = this.#missing - this.#parity.filter((piece) => piece).length;
    this.#pieces.forEach((piece, index) => {
      if (piece || enough <= 0) return;
      enough -= 1;
      const run = runs.at(-1);
      if (run && run.first + run.count === index) run.count += 1;
      else runs.push({ number, first: index, count: 1 });
    });
    return runs;
  }

  #assemble(): Uint8Array<ArrayBuffer> | undefined {
    const bytes = pieceBytes(this.#messageBytes, this.#pieces.length);
    if (this.#missing > 0 && !recoverPieces(this.#pieces, this.#parity, bytes)) return undefined;
    this.#missing = 0;
    const message = new Uint8Array(this.#messageBytes);
    this.#pieces.forEach((piece, index) => {
      message.set(piece!.subarray(0, this.#messageBytes - index * bytes), index * bytes);
    });
    if (message.length >= NUMBER_OFFSET + 4) {
      new DataView(message.buffer).setUint32(NUMBER_OFFSET, this.number, true);
    }
    return message;
  }
}
