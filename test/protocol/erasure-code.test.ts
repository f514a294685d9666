import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/bench/network/seeded-random.js';
import { parityPiece, pieceBytes, recoverPieces } from '../../src/protocol/erasure-code.js';

const random = seededRandom(11, 0);

/** A message's pieces; the last is as short as it may be. */
function cut(count: number, bytes: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    Uint8Array.from({ length: index === count - 1 && count > 1 ? 1 : bytes }, () =>
      Math.floor(random() * 256),
    ),
  );
}

/** Loses some of the pieces and parity, and finds them again; `undefined` where that can't be. */
function recovered(pieces: readonly Uint8Array[], rows: number, lost: readonly number[]) {
  const all = [...pieces, ...Array.from({ length: rows }, (_, row) => parityPiece(pieces, row))];
  const left = all.map((piece, index) => (lost.includes(index) ? undefined : piece));
  const found = left.slice(0, pieces.length);
  const bytes = pieces[0]!.length;
  if (!recoverPieces(found, left.slice(pieces.length), bytes)) return undefined;
  return found.map((piece, index) => [...piece!.subarray(0, pieces[index]!.length)]);
}

describe('the erasure code', () => {
  it('gives back any pieces that are lost, as many as there is parity', () => {
    const pieces = cut(5, 40);
    const expected = pieces.map((piece) => [...piece]);
    for (let mask = 0; mask < 1 << 8; mask++) {
      const lost = Array.from({ length: 8 }, (_, index) => index).filter((index) => (mask >> index) & 1);
      if (lost.length <= 3) expect(recovered(pieces, 3, lost), `${lost}`).toEqual(expected);
    }
  });

  it('does so with as many pieces as a field has room for', () => {
    const pieces = cut(235, 7);
    const lost = Array.from({ length: 20 }, (_, index) => index * 11);
    expect(recovered(pieces, 20, lost)).toEqual(pieces.map((piece) => [...piece]));
  });

  it('says so where more is lost', () => {
    expect(recovered(cut(4, 10), 1, [0, 2])).toBeUndefined();
    expect(recovered(cut(4, 10), 2, [1, 3, 4])).toBeUndefined();
  });

  it('has the exclusive-or of all pieces first, and a copy where there is one piece', () => {
    expect([...parityPiece([Uint8Array.of(1, 2), Uint8Array.of(4, 8), Uint8Array.of(16)], 0)]).toEqual([
      21, 10,
    ]);
    expect([...parityPiece([Uint8Array.of(7, 9)], 0)]).toEqual([7, 9]);
  });

  it('cuts messages into pieces of one length', () => {
    expect([pieceBytes(10, 3), pieceBytes(9, 3), pieceBytes(1, 1)]).toEqual([4, 3, 1]);
  });
});
