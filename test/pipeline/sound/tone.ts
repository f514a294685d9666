/** A sine as 16-bit samples. */
export function sine(frequency: number, sampleRate: number, samples: number, amplitude = 16_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequency * index) / sampleRate)),
  );
}

/** Left and right in turn. */
export function interleave(left: Int16Array, right: Int16Array): Int16Array {
  return Int16Array.from({ length: 2 * left.length }, (_, index) =>
    index % 2 === 0 ? left[index >> 1]! : right[index >> 1]!,
  );
}

export function channel(interleaved: Int16Array, channels: number, index: number): Int16Array {
  return interleaved.filter((_, position) => position % channels === index);
}

/** How much of a tone is in a sound: its amplitude, and what is left when it is taken away (root mean square). */
export interface ToneFit {
  readonly amplitude: number;
  readonly restRms: number;
  /** Tone over rest, dB. */
  readonly ratioDb: number;
}

/** Fits a sine of the given frequency to a sound by least squares. */
export function fitTone(samples: Int16Array, frequency: number, sampleRate: number): ToneFit {
  let [ss, cc, sc, ys, yc] = [0, 0, 0, 0, 0];
  for (const [index, value] of samples.entries()) {
    const phase = (2 * Math.PI * frequency * index) / sampleRate;
    const [s, c] = [Math.sin(phase), Math.cos(phase)];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += value * s;
    yc += value * c;
  }
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  for (const [index, value] of samples.entries()) {
    const phase = (2 * Math.PI * frequency * index) / sampleRate;
    rest += (value - a * Math.sin(phase) - b * Math.cos(phase)) ** 2;
  }
  const amplitude = Math.hypot(a, b);
  const restRms = Math.sqrt(rest / samples.length);
  return { amplitude, restRms, ratioDb: 20 * Math.log10(amplitude / Math.SQRT2 / restRms) };
}
