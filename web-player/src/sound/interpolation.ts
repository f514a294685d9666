/** Taps to each side of a place between samples. */
export const HALF_TAPS = 8;
const TAPS = 2 * HALF_TAPS;
/** Places between two samples for which the filter is tabulated; between them it is interpolated. */
const PHASES = 64;

const filters = new Float32Array((PHASES + 1) * TAPS);
for (let index = 0; index < filters.length; index++) {
  const distance = (index % TAPS) + 1 - HALF_TAPS - Math.floor(index / TAPS) / PHASES;
  // A sinc under a Hann window.
  const window = Math.cos((Math.PI * distance) / TAPS) ** 2;
  filters[index] = distance === 0 ? 1 : (window * Math.sin(Math.PI * distance)) / (Math.PI * distance);
}

/**
 * Reads two rings between their samples.
 *
 * @param left - its length, and that of `right`, is a power of two.
 * @param position - in samples; `HALF_TAPS` of them to each side are looked at.
 * @param into - gets the two values.
 */
export function valuesAt(
  left: Float32Array,
  right: Float32Array,
  position: number,
  into: Float32Array,
): void {
  const whole = Math.floor(position);
  const phase = (position - whole) * PHASES;
  const row = Math.floor(phase) * TAPS;
  const mix = phase - Math.floor(phase);
  const mask = left.length - 1;
  let [leftValue, rightValue] = [0, 0];
  for (let tap = 0; tap < TAPS; tap++) {
    const low = filters[row + tap]!;
    const weight = low + mix * (filters[row + TAPS + tap]! - low);
    const at = (whole + 1 - HALF_TAPS + tap) & mask;
    leftValue += weight * left[at]!;
    rightValue += weight * right[at]!;
  }
  into[0] = leftValue;
  into[1] = rightValue;
}
