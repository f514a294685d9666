import { setImmediate as nextTurn } from 'node:timers/promises';
import { Slab } from './slab.js';

const WORD = Int32Array.BYTES_PER_ELEMENT;
/** Words that are compared in one call first: most of them are equal. */
const CHUNK_WORDS = 1024;
/** Words after which others get their turn: a fraction of a millisecond. */
const TURN_WORDS = 256 * CHUNK_WORDS;
/** Equal words that a run goes over rather than end: as many as the head of another has. */
const BRIDGED_WORDS = 2;

/**
 * Writes one state as what differs from another, which is little where the other is its neighbour in time: runs of
 * words (native order), each as the number of equal ones before it, its length, and the exclusive or of both; then the
 * bytes that the other lacks. It packs better than deflate does, in a tenth of the time.
 */
export class DifferenceWriter {
  #words = new Int32Array(0);
  readonly #slab = new Slab();

  /** The difference of `state` to `other`; neither may change meanwhile, nor may another one be asked for. */
  async write(state: Buffer, other: Buffer): Promise<Buffer> {
    const count = sharedWords(state.length, other.length);
    const [one, two] = [wordsOf(state, count), wordsOf(other, count)];
    // Bridged runs never take more than the words themselves, but for the first head.
    if (this.#words.length < count + 2) this.#words = new Int32Array(count + 2);
    let written = 0;
    let runEnd = 0;
    for (let begin = 0; begin < count; begin += CHUNK_WORDS) {
      if (begin > 0 && begin % TURN_WORDS === 0) await nextTurn();
      const end = Math.min(count, begin + CHUNK_WORDS);
      const [from, to] = [begin * WORD, end * WORD];
      if (state.compare(other, from, to, from, to) === 0) continue;
      let index = Math.max(begin, runEnd);
      for (;;) {
        while (index < end && one[index] === two[index]) index++;
        if (index >= end) break;
        const start = index;
        const head = written;
        written += 2;
        let last = index;
        for (; index < count && index - last <= BRIDGED_WORDS + 1; index++) {
          const difference = one[index]! ^ two[index]!;
          if (difference !== 0) last = index;
          this.#words[written++] = difference;
        }
        written -= index - 1 - last;
        this.#words[head] = start - runEnd;
        this.#words[head + 1] = last + 1 - start;
        runEnd = last + 1;
        index = runEnd;
      }
    }
    const runs = Buffer.from(this.#words.buffer, 0, written * WORD);
    return this.#slab.keep(runs, state.subarray(count * WORD));
  }
}

/** The state of `length` bytes that differs so from `other`. */
export function applyDifference(difference: Buffer, other: Buffer, length: number): Buffer {
  const state = Buffer.allocUnsafeSlow(length);
  const count = sharedWords(length, other.length);
  other.copy(state, 0, 0, count * WORD);
  const tail = length - count * WORD;
  const runs = wordsOf(difference, (difference.length - tail) / WORD);
  const words = wordsOf(state, count);
  let position = 0;
  for (let index = 0; index < runs.length; ) {
    position += runs[index++]!;
    for (let left = runs[index++]!; left > 0; left--) words[position++]! ^= runs[index++]!;
  }
  difference.copy(state, count * WORD, difference.length - tail);
  return state;
}

function sharedWords(length: number, otherLength: number): number {
  return Math.floor(Math.min(length, otherLength) / WORD);
}

/** The first words of some bytes: a view where they are aligned, else a copy. */
function wordsOf(bytes: Buffer, count: number): Int32Array {
  if (bytes.byteOffset % WORD === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, count);
  return new Int32Array(new Uint8Array(bytes.subarray(0, count * WORD)).buffer);
}
