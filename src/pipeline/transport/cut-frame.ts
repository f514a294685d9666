import { parityPiece, pieceBytes } from '../../protocol/erasure-code.js';
import { MOST_PIECE_BYTES } from '../../protocol/frame-packet.js';

/** A frame's message in pieces that fit into packets each, and their parity: made once for all viewers. */
export class CutFrame {
  readonly messageBytes: number;
  readonly pieces: readonly Uint8Array[];
  readonly #parity: Uint8Array[] = [];

  /** @param message - with the number 0; it is copied, since pieces are kept to be sent again. */
  constructor(message: Uint8Array) {
    const kept = Uint8Array.from(message);
    this.messageBytes = kept.length;
    const count = Math.ceil(kept.length / MOST_PIECE_BYTES);
    const bytes = pieceBytes(kept.length, count);
    this.pieces = Array.from({ length: count }, (_, index) =>
      kept.subarray(index * bytes, (index + 1) * bytes),
    );
  }

  /** A piece of the message, or behind them of its parity. */
  piece(index: number): Uint8Array {
    const row = index - this.pieces.length;
    if (row < 0) return this.pieces[index]!;
    this.#parity[row] ??= parityPiece(this.pieces, row);
    return this.#parity[row];
  }
}
