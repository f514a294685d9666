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

export class Resampler {
  readonly #channels: number;
  readonly #inputRate: number;
  readonly #outputRate: number;
  /** Taps to each side, in input samples. */
  readonly #halfTaps: number;
  readonly #filters: Float64Array;
  /** Input that is still needed, interleaved. */
  #history: Float64Array;
  #historyLength: number;
  /** Where in the history the next output sample lies, in input samples. */
  #position: number;
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
    this.#filters = filterBank(Math.min(1, outputRate / inputRate) * PASS_BAND, this.#halfTaps);
    // Silence before the first sample, so that it is filtered like all others.
    this.#history = new Float64Array(channels * 8192);
    this.#historyLength = 2 * this.#halfTaps;
    this.#position = this.#halfTaps;
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
    this.#append(input);
    const channels = this.#channels;
    const halfTaps = this.#halfTaps;
    let written = offset;
    while (this.#position + halfTaps < this.#historyLength) {
      const first = Math.floor(this.#position);
      const phase = (this.#position - first) * PHASES;
      const row = Math.floor(phase);
      const blend = phase - row;
      const start = first - halfTaps + 1;
      if (channels === 2) this.#filterPair(start, row * 2 * halfTaps, blend, target, written);
      else target[written] = toSample(this.#filter(start, row * 2 * halfTaps, blend));
      written += channels;
      this.#position += this.#step;
    }
    this.#forget();
    return written - offset;
  }

  /** The most samples, all channels counted, that come out for this many going in. */
  maxOutput(inputLength: number): number {
    return Math.ceil((inputLength / this.#channels + 2 * this.#halfTaps) / this.#step + 1) * this.#channels;
  }

  /** One sample of the only channel. */
  #filter(first: number, row: number, blend: number): number {
    const history = this.#history;
    const filters = this.#filters;
    const taps = 2 * this.#halfTaps;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const here = filters[row + tap]!;
      sum += history[first + tap]! * (here + blend * (filters[row + taps + tap]! - here));
    }
    return sum;
  }

  /** One sample of each of two channels, for which the taps are interpolated once. */
  #filterPair(first: number, row: number, blend: number, target: Int16Array, offset: number): void {
    const history = this.#history;
    const filters = this.#filters;
    const taps = 2 * this.#halfTaps;
    let left = 0;
    let right = 0;
    for (let tap = 0, index = 2 * first; tap < taps; tap++, index += 2) {
      const here = filters[row + tap]!;
      const weight = here + blend * (filters[row + taps + tap]! - here);
      left += history[index]! * weight;
      right += history[index + 1]! * weight;
    }
    target[offset] = toSample(left);
    target[offset + 1] = toSample(right);
  }

  #append(input: Int16Array): void {
    const start = this.#historyLength * this.#channels;
    if (start + input.length > this.#history.length) {
      const larger = new Float64Array(2 * (start + input.length));
      larger.set(this.#history.subarray(0, start));
      this.#history = larger;
    }
    this.#history.set(input, start);
    this.#historyLength += input.length / this.#channels;
  }

  #forget(): void {
    const drop = Math.floor(this.#position) - this.#halfTaps;
    if (drop <= 0) return;
    this.#history.copyWithin(0, drop * this.#channels, this.#historyLength * this.#channels);
    this.#historyLength -= drop;
    this.#position -= drop;
  }
}

function toSample(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)));
}

/** One row of taps for each phase, and one more, so that a row can be blended with the next. Each sums to 1. */
function filterBank(cutoff: number, halfTaps: number): Float64Array {
  const taps = 2 * halfTaps;
  const bank = new Float64Array((PHASES + 1) * taps);
  for (let phase = 0; phase <= PHASES; phase++) {
    const row = bank.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - halfTaps + 1 - phase / PHASES;
      row[tap] = cutoff * sinc(cutoff * distance) * kaiser(distance / halfTaps);
    }
    const sum = row.reduce((total, value) => total + value, 0);
    for (let tap = 0; tap < taps; tap++) row[tap]! /= sum;
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
