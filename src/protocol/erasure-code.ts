/**
 * A Reed–Solomon code for erasures: of a message's pieces and its parity as many as there are pieces give the message
 * back, whichever they are. The parity is the pieces times a Cauchy matrix over GF(2^8), whose square parts can all be
 * inverted, with its columns scaled so that the first piece of parity is the plain exclusive-or.
 */

/** x^8 + x^4 + x^3 + x^2 + 1, of which 2 is a generator. */
const POLYNOMIAL = 0x11d;
const EXPONENTIAL = new Uint8Array(510);
const LOGARITHM = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent++) {
  EXPONENTIAL[exponent] = value;
  EXPONENTIAL[exponent + 255] = value;
  LOGARITHM[value] = exponent;
  value <<= 1;
  if (value > 255) value ^= POLYNOMIAL;
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : EXPONENTIAL[LOGARITHM[a]! + LOGARITHM[b]!]!;
}

/** @param a - not 0. */
function inverse(a: number): number {
  return EXPONENTIAL[255 - LOGARITHM[a]!]!;
}

/** By what a piece is multiplied in a row of parity. Rows count down from 255 and pieces up from 0: they never meet. */
function coefficient(row: number, piece: number): number {
  return times(255 ^ piece, inverse((255 - row) ^ piece));
}

/** Adds (which in this field subtracts as well) a multiple of a piece. */
function add(sum: Uint8Array, factor: number, piece: Uint8Array): void {
  if (factor === 0) return;
  if (factor === 1) {
    for (let at = 0; at < piece.length; at++) sum[at]! ^= piece[at]!;
    return;
  }
  const log = LOGARITHM[factor]!;
  for (let at = 0; at < piece.length; at++) {
    const value = piece[at]!;
    if (value !== 0) sum[at]! ^= EXPONENTIAL[log + LOGARITHM[value]!]!;
  }
}

/** Length (bytes) of the pieces of a message; the last may be shorter. */
export function pieceBytes(messageBytes: number, pieces: number): number {
  return Math.ceil(messageBytes / pieces);
}

/**
 * One piece of parity.
 *
 * @param row - which, from 0; it doesn't depend on how many there are.
 * @param pieces - the message's; a shorter last one counts as filled up with zeros.
 */
export function parityPiece(pieces: readonly Uint8Array[], row: number): Uint8Array<ArrayBuffer> {
  const sum = new Uint8Array(pieces[0]!.length);
  pieces.forEach((piece, index) => {
    add(sum, coefficient(row, index), piece);
  });
  return sum;
}

/**
 * Finds the pieces that are missing, in place.
 *
 * @param pieces - the message's, `undefined` where one is missing.
 * @param parity - by row; at least as many as there are missing pieces.
 * @param bytes - length of a piece.
 * @returns whether there was parity enough. A recovered last piece has the zeros behind it.
 */
export function recoverPieces(
  pieces: (Uint8Array | undefined)[],
  parity: readonly (Uint8Array | undefined)[],
  bytes: number,
): boolean {
  const missing = pieces.flatMap((piece, index) => (piece ? [] : [index]));
  const rows = parity.flatMap((piece, row) => (piece ? [row] : [])).slice(0, missing.length);
  if (rows.length < missing.length) return false;
  // What is left of each row of parity when the known pieces are taken out of it is a sum of missing ones.
  const sums = rows.map((row) => {
    const sum = new Uint8Array(bytes);
    sum.set(parity[row]!);
    pieces.forEach((piece, index) => {
      if (piece) add(sum, coefficient(row, index), piece);
    });
    return sum;
  });
  const matrix = rows.map((row) => missing.map((index) => coefficient(row, index)));
  solve(matrix, sums);
  missing.forEach((index, at) => {
    pieces[index] = sums[at]!;
  });
  return true;
}

/** Gauss and Jordan's elimination; no pivot is 0 where one is needed, or a row below has another. */
function solve(matrix: number[][], sums: Uint8Array[]): void {
  for (let column = 0; column < matrix.length; column++) {
    const pivot = matrix.findIndex((row, index) => index >= column && row[column] !== 0);
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [sums[column], sums[pivot]] = [sums[pivot]!, sums[column]!];
    const scale = inverse(matrix[column]![column]!);
    matrix[column] = matrix[column]!.map((value) => times(value, scale));
    sums[column] = sums[column]!.map((value) => times(value, scale));
    for (let row = 0; row < matrix.length; row++) {
      const factor = matrix[row]![column]!;
      if (row === column || factor === 0) continue;
      matrix[row] = matrix[row]!.map((value, index) => value ^ times(factor, matrix[column]![index]!));
      add(sums[row]!, factor, sums[column]!);
    }
  }
}
