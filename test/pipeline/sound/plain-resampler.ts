const HALF_TAPS = 12;
const PASS_BAND = 0.92;
const KAISER_BETA = 8;
const PHASES = 256;

/**
 * What `Resampler` does with one channel, in double precision and a tap at a time: a windowed sinc of 12 samples of the
 * lower rate to each side, known at 256 positions between two samples and interpolated between them.
 */
export class PlainResampler {
  readonly #half: number;
  readonly #cutoff: number;
  readonly #rows = new Map<number, number[]>();
  readonly #input: number[];
  #position: number;

  constructor(inputRate: number, outputRate: number) {
    this.#half = Math.ceil(HALF_TAPS * Math.max(1, inputRate / outputRate));
    this.#cutoff = Math.min(1, outputRate / inputRate) * PASS_BAND;
    this.#input = Array<number>(2 * this.#half).fill(0);
    this.#position = this.#half;
  }

  /** @param step - from a sample of output to the next, in samples of input. */
  process(input: Int16Array, step: number): number[] {
    for (const sample of input) this.#input.push(sample);
    const made: number[] = [];
    for (; this.#position + this.#half < this.#input.length; this.#position += step) {
      const first = Math.floor(this.#position);
      const phase = (this.#position - first) * PHASES;
      const blend = phase - Math.floor(phase);
      const [row, next] = [this.#row(Math.floor(phase)), this.#row(Math.floor(phase) + 1)];
      const sum = row.reduce(
        (total, weight, tap) =>
          total + this.#input[first - this.#half + 1 + tap]! * (weight + blend * (next[tap]! - weight)),
        0,
      );
      made.push(Math.max(-32768, Math.min(32767, sum)));
    }
    return made;
  }

  #row(phase: number): number[] {
    const known = this.#rows.get(phase);
    if (known) return known;
    const taps = Array.from({ length: 2 * this.#half }, (_, tap) => {
      const distance = tap - this.#half + 1 - phase / PHASES;
      const shape = Math.max(0, 1 - (distance / this.#half) ** 2);
      return sinc(this.#cutoff * distance) * bessel0(KAISER_BETA * Math.sqrt(shape));
    });
    const sum = taps.reduce((total, tap) => total + tap, 0);
    const row = taps.map((tap) => tap / sum);
    this.#rows.set(phase, row);
    return row;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0: the mean of e^(x cos t) over a turn. */
function bessel0(x: number): number {
  const points = 64;
  return (
    Array.from({ length: points }, (_, index) =>
      Math.exp(x * Math.cos((2 * Math.PI * index) / points)),
    ).reduce((total, value) => total + value, 0) / points
  );
}
