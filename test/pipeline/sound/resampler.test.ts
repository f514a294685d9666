import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../src/pipeline/sound/resampler.js';
import { PlainResampler } from './plain-resampler.js';
import { channel, fitTone, interleave, sine } from './tone.js';

const OUTPUT_RATE = 48_000;
/** Samples at the beginning that hear the silence before the first. */
const SETTLING = 200;

/** Resamples a sound given in pieces, each into memory that has exactly the room asked for. */
function resample(resampler: Resampler, ...pieces: Int16Array[]): Int16Array {
  const made = pieces.map((piece) => {
    const target = new Int16Array(resampler.maxOutput(piece.length));
    const length = resampler.process(piece, target, 0);
    expect(length).toBeLessThanOrEqual(target.length);
    return target.subarray(0, length);
  });
  const whole = new Int16Array(made.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of made) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function cut(samples: Int16Array, sizes: readonly number[]): Int16Array[] {
  const pieces: Int16Array[] = [];
  for (let offset = 0, index = 0; offset < samples.length; index++) {
    const size = sizes[index % sizes.length]!;
    pieces.push(samples.subarray(offset, offset + size));
    offset += size;
  }
  return pieces;
}

describe.each([44_100, 32_768, 31_440.28, 48_000, 22_050, 96_000])(
  'sound of %d Hz resampled to 48 kHz',
  (inputRate) => {
    const second = Math.floor(inputRate);

    it('keeps the frequency and the loudness of a tone of 1 kHz, with 70 dB between it and all else', () => {
      const made = resample(new Resampler(1, inputRate, OUTPUT_RATE), sine(1000, inputRate, second));
      const { amplitude, ratioDb } = fitTone(made.subarray(SETTLING), 1000, OUTPUT_RATE);
      expect(amplitude / 16_000).toBeCloseTo(1, 3);
      expect(ratioDb).toBeGreaterThan(70);
    });

    it.each([0.1, 0.5, 0.7])('passes a tone at %d of what both rates can hold', (share) => {
      const frequency = (Math.min(inputRate, OUTPUT_RATE) / 2) * share;
      const made = resample(new Resampler(1, inputRate, OUTPUT_RATE), sine(frequency, inputRate, second));
      const { amplitude, ratioDb } = fitTone(made.subarray(SETTLING), frequency, OUTPUT_RATE);
      expect(Math.abs(20 * Math.log10(amplitude / 16_000))).toBeLessThan(0.5);
      expect(ratioDb).toBeGreaterThan(70);
    });

    it('makes as much as the ratio says', () => {
      const made = resample(new Resampler(1, inputRate, OUTPUT_RATE), new Int16Array(second));
      expect(Math.abs(made.length - (second * OUTPUT_RATE) / inputRate)).toBeLessThan(50);
    });

    it('makes the same wherever its input is cut', () => {
      const input = sine(1000, inputRate, 8000);
      const whole = resample(new Resampler(1, inputRate, OUTPUT_RATE), input);
      for (const sizes of [[1], [735], [3, 0, 1000, 7]]) {
        const pieces = cut(input, sizes);
        expect(resample(new Resampler(1, inputRate, OUTPUT_RATE), ...pieces)).toEqual(whole);
      }
    });
  },
);

describe('a resampler', () => {
  it('holds back what the lower rate can’t hold', () => {
    const made = resample(new Resampler(1, 96_000, OUTPUT_RATE), sine(30_000, 96_000, 96_000));
    const loudest = Math.max(...made.subarray(SETTLING).map(Math.abs));
    expect(20 * Math.log10(loudest / 16_000)).toBeLessThan(-60);
  });

  it('keeps stereo channels apart', () => {
    const rate = 44_100;
    const [left, right] = [sine(1000, rate, rate), sine(3000, rate, rate, 8000)];
    const made = resample(new Resampler(2, rate, OUTPUT_RATE), interleave(left, right));
    expect(channel(made, 2, 0)).toEqual(resample(new Resampler(1, rate, OUTPUT_RATE), left));
    expect(channel(made, 2, 1)).toEqual(resample(new Resampler(1, rate, OUTPUT_RATE), right));
  });

  it('makes so much more or less as it is stretched, without a click', () => {
    const rate = 44_100;
    for (const stretch of [1.005, 0.995]) {
      const resampler = new Resampler(1, rate, OUTPUT_RATE);
      resampler.setStretch(stretch);
      const made = resample(resampler, sine(1000, rate, rate));
      expect(Math.abs(made.length - OUTPUT_RATE * stretch)).toBeLessThan(30);
      const { ratioDb } = fitTone(made.subarray(SETTLING), 1000 / stretch, OUTPUT_RATE);
      expect(ratioDb).toBeGreaterThan(70);
    }
  });

  it('goes on without a click where the stretch changes', () => {
    const rate = 44_100;
    const resampler = new Resampler(1, rate, OUTPUT_RATE);
    const parts = cut(sine(1000, rate, 10_000), [735]).map((piece, index) => {
      resampler.setStretch(index % 2 ? 1.005 : 0.995);
      return resample(resampler, piece);
    });
    const made = parts.flatMap((part) => [...part]).slice(SETTLING);
    // The steepest step of the tone itself, and a little.
    const steepest = 16_000 * 2 * Math.sin((Math.PI * 1000 * 1.01) / OUTPUT_RATE);
    for (let index = 1; index < made.length; index++) {
      expect(Math.abs(made[index]! - made[index - 1]!)).toBeLessThanOrEqual(steepest);
    }
  });

  it('cuts what is too loud instead of letting it wrap', () => {
    const square = Int16Array.from({ length: 4000 }, (_, index) => (index % 100 < 50 ? 32_767 : -32_768));
    const made = resample(new Resampler(1, 44_100, OUTPUT_RATE), square);
    expect(Math.max(...made)).toBe(32_767);
    expect(Math.min(...made)).toBe(-32_768);
    // A wrapped sample would have its neighbours at the other end.
    for (let index = 1; index + 1 < made.length; index++) {
      const [before, here, after] = [made[index - 1]!, made[index]!, made[index + 1]!];
      if (before > 20_000 && after > 20_000) expect(here).toBeGreaterThan(0);
    }
  });

  it('writes behind what is there already, and touches nothing else', () => {
    const resampler = new Resampler(2, 32_768, OUTPUT_RATE);
    const target = new Int16Array(10_000).fill(123);
    const written = resampler.process(new Int16Array(2000), target, 100);
    expect(written % 2).toBe(0);
    expect(written).toBeLessThanOrEqual(resampler.maxOutput(2000));
    expect(target.subarray(0, 100).every((sample) => sample === 123)).toBe(true);
    expect(target.subarray(100, 100 + written).every((sample) => sample === 0)).toBe(true);
    expect(target.subarray(100 + written).every((sample) => sample === 123)).toBe(true);
  });
});

// The slowest and the fastest that cores may have, the latter played at twice its speed, and what is between.
describe.each([1000, 8000, 22_050, 31_440.28, 44_100, 48_000, 65_536, 96_000, 768_000])(
  'from %d Hz to 48 kHz',
  (inputRate) => {
    it.each([1, 2])('%d channels are, below −90 dB, what double precision makes of them', (channels) => {
      const resampler = new Resampler(channels, inputRate, OUTPUT_RATE);
      const plain = Array.from({ length: channels }, () => new PlainResampler(inputRate, OUTPUT_RATE));
      const [lengths, stretches] = [
        [3, 400, 0, 1, 2500, 300],
        [1, 1.005, 0.995, 1.0003],
      ];
      let worst = 0;
      let squares = 0;
      let count = 0;
      for (const [index, length] of lengths.entries()) {
        const stretch = stretches[index % stretches.length]!;
        resampler.setStretch(stretch);
        // So loud in places that it has to be cut.
        const input = noise(length * channels, index);
        const made = resample(resampler, input);
        for (const [number, reference] of plain.entries()) {
          const step = inputRate / (OUTPUT_RATE * stretch);
          const wanted = reference.process(channel(input, channels, number), step);
          const own = channel(made, channels, number);
          expect(own).toHaveLength(wanted.length);
          for (const [at, sample] of own.entries()) {
            const difference = Math.abs(sample - Math.round(wanted[at]!));
            worst = Math.max(worst, difference);
            squares += difference ** 2;
          }
          count += own.length;
        }
      }
      expect(count).toBeGreaterThan(100);
      expect(worst).toBeLessThanOrEqual(1);
      expect(20 * Math.log10(Math.sqrt(squares / count) / 32_768)).toBeLessThan(-90);
    });
  },
);

/** Steps of any size from sample to sample, the same each time. */
function noise(length: number, seed: number): Int16Array {
  return Int16Array.from(
    { length },
    (_, index) => Math.imul(index * 7919 + seed * 104_729 + 1, 0x9e37_79b1) >> 16,
  );
}
