import { BEEP_HZ, TONE_HZ } from './layout.js';

export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

/** −30 dB below full scale. */
const TONE_LEVEL = 32767 * 10 ** (-30 / 20);
/** −12 dB. */
const BEEP_LEVEL = 32767 * 10 ** (-12 / 20);
/** A rise or fall of 2 ms doesn't click. */
const RAMP_SAMPLES = 96;

/** One second of each, which is a whole number of waves. */
const TONE = wave(TONE_HZ, TONE_LEVEL);
const BEEP = wave(BEEP_HZ, BEEP_LEVEL);

/**
 * Fills one step's sound: a quiet tone that never breaks off, and the beep while it is on.
 *
 * @param samples - left and right in turn.
 * @param firstSample - how many samples per channel came before.
 * @param gain - the beep's loudness at the end of the step before, 0 to 1.
 * @returns its loudness at the end of this one.
 */
export function fillSound(samples: Int16Array, firstSample: number, beeping: boolean, gain: number): number {
  let loudness = gain;
  for (let index = 0; index < samples.length / CHANNELS; index++) {
    const ramp = (beeping ? 1 : -1) / RAMP_SAMPLES;
    loudness = Math.min(1, Math.max(0, loudness + ramp));
    const time = (firstSample + index) % SAMPLE_RATE;
    const sample = Math.round(TONE[time]! + loudness * BEEP[time]!);
    samples[CHANNELS * index] = sample;
    samples[CHANNELS * index + 1] = sample;
  }
  return loudness;
}

function wave(frequency: number, level: number): Float64Array {
  return Float64Array.from(
    { length: SAMPLE_RATE },
    (_, index) => level * Math.sin((2 * Math.PI * frequency * index) / SAMPLE_RATE),
  );
}
