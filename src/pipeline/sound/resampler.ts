import { AssembledModule, growTo, type Memory } from '../../../cores/assembled-module.js';
import { ASSEMBLED } from './resampler-assembled.js';

/**
 * Resamples interleaved 16-bit sound by a ratio that may change at any moment without a click: a bank of windowed-sinc
 * filters, read at a fractional position (J. O. Smith, "Digital Audio Resampling", CCRMA). ffmpeg takes no fractional
 * rates and can't change a ratio while it runs; the WASM builds of libsamplerate and speexdsp reset when theirs changes.
 */

/** Filter taps to each side of a sample, in samples of the lower rate: the delay is as long. */
const HALF_TAPS = 12;
/** Positions between two samples for which the filter is tabulated; between them it is interpolated. */
const PHASES = 256;
/** Kaiser window: 80 dB. */
const KAISER_BETA = 8;
/** Share of the smaller Nyquist frequency that passes. */
const PASS_BAND = 0.92;

/** Input and output pass the memory of the assembled loop in pieces: about two frames' sound. */
const PIECE_SAMPLES = 2048;
/** Samples that are taken and read four at a time. */
const BLOCK = 4;

/** What resampler.wat exports. */
interface ResamplerFunctions {
  readonly memory: Memory;
  readonly position: { value: number };
  take(length: number, count: number): void;
  make(length: number, after: number, step: number, room: number): number;
}

const module = new AssembledModule<ResamplerFunctions>(ASSEMBLED);

export class Resampler {
  readonly #channels: number;
  readonly #inputRate: number;
  readonly #outputRate: number;
  /** Taps to each side, in input samples. */
  readonly #halfTaps: number;
  readonly #functions: ResamplerFunctions;
  /** Input that is still needed, of each channel. */
  readonly #history: readonly Float32Array[];
  #historyLength: number;
  readonly #input: Int16Array;
  readonly #output: Int16Array;
  #step: number;

  /**
   * @param channels - of input and output: 1 or 2.
   * @param inputRate - samples per second, may be fractional.
   * @param outputRate - samples per second.
   */
  constructor(channels: number, inputRate: number, outputRate: number) {
    this.#channels = channels;
    this.#inputRate = inputRate;
    this.#outputRate = outputRate;
    this.#step = inputRate / outputRate;
    this.#halfTaps = Math.ceil(HALF_TAPS * Math.max(1, inputRate / outputRate));
    const filters = filterBank(Math.min(1, outputRate / inputRate) * PASS_BAND, this.#halfTaps);

    const row = filters.BYTES_PER_ELEMENT * rowLength(this.#halfTaps);
    const history = Float32Array.BYTES_PER_ELEMENT * (2 * this.#halfTaps + PIECE_SAMPLES + 2 * BLOCK);
    const piece = Int16Array.BYTES_PER_ELEMENT * channels * (PIECE_SAMPLES + BLOCK);
    const left = filters.byteLength;
    const right = left + (channels - 1) * history;
    const input = right + history;
    const output = input + piece;
    const before = Float32Array.BYTES_PER_ELEMENT * (this.#halfTaps - 1);
    this.#functions = module.instantiate({
      layout: { filters: 0, left, right, input, output, channels, row, before },
    });
    growTo(this.#functions.memory, output + piece);
    const { buffer } = this.#functions.memory;
    new Float32Array(buffer).set(filters);
    this.#history = [...new Set([left, right])].map(
      (start) => new Float32Array(buffer, start, history / Float32Array.BYTES_PER_ELEMENT),
    );
    this.#input = new Int16Array(buffer, input, channels * PIECE_SAMPLES);
    this.#output = new Int16Array(buffer, output, channels * PIECE_SAMPLES);
    // Silence before the first sample, so that it is filtered like all others.
    this.#historyLength = 2 * this.#halfTaps;
    this.#functions.position.value = this.#halfTaps;
  }

  /** Makes so much more (above 1) or less output from the same input from now on. */
  setStretch(stretch: number): void {
    this.#step = this.#inputRate / (this.#outputRate * stretch);
  }

  /**
   * Takes the next input and appends what it makes to `target`.
   *
   * @param input - interleaved samples.
   * @param target - interleaved samples; must have room for `maxOutput(input.length)` more.
   * @param offset - where to write in `target`.
   * @returns samples written, all channels counted.
   */
  process(input: Int16Array, target: Int16Array, offset: number): number {
    let written = offset;
    for (let start = 0; start < input.length; start += this.#input.length) {
      this.#append(input.subarray(start, start + this.#input.length));
      written += this.#make(target, written);
      this.#forget();
    }
    return written - offset;
  }

  /** The most samples, all channels counted, that come out for this many going in. */
  maxOutput(inputLength: number): number {
    return Math.ceil((inputLength / this.#channels + 2 * this.#halfTaps) / this.#step + 1) * this.#channels;
  }

  #append(piece: Int16Array): void {
    const count = piece.length / this.#channels;
    this.#input.set(piece);
    this.#functions.take(this.#historyLength, count);
    this.#historyLength += count;
  }

  #make(target: Int16Array, offset: number): number {
    let written = 0;
    for (;;) {
      const made = this.#functions.make(this.#historyLength, this.#halfTaps, this.#step, PIECE_SAMPLES);
      const samples = made * this.#channels;
      target.set(this.#output.subarray(0, samples), offset + written);
      written += samples;
      if (made < PIECE_SAMPLES) return written;
    }
  }

  #forget(): void {
    const { position } = this.#functions;
    const drop = Math.floor(position.value) - this.#halfTaps;
    if (drop <= 0) return;
    for (const samples of this.#history) samples.copyWithin(0, drop, this.#historyLength);
    this.#historyLength -= drop;
    position.value -= drop;
  }
}

/** Taps of a row, with zeros that fill it up. */
function rowLength(halfTaps: number): number {
  return BLOCK * Math.ceil((2 * halfTaps) / BLOCK);
}

/** One row of taps for each phase, and one more, so that a row can be blended with the next. Each sums to 1. */
function filterBank(cutoff: number, halfTaps: number): Float32Array {
  const taps = 2 * halfTaps;
  const length = rowLength(halfTaps);
  const bank = new Float32Array((PHASES + 1) * length);
  const row = new Float64Array(taps);
  for (let phase = 0; phase <= PHASES; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - halfTaps + 1 - phase / PHASES;
      row[tap] = cutoff * sinc(cutoff * distance) * kaiser(distance / halfTaps);
    }
    const sum = row.reduce((total, value) => total + value, 0);
    for (let tap = 0; tap < taps; tap++) bank[phase * length + tap] = row[tap]! / sum;
  }
  return bank;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
