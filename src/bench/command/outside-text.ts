import type { OutsideResult } from '../screen/outside-result.js';

/** The lines for people about a page that was measured from outside. */
export function outsideText(result: OutsideResult): string[] {
  const { min, p50, p95, p99, max, samples } = result.keyToPixelMs;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const { readMs, resolutionMs } = result.instrument;
  return [
    `${result.page} in ${result.browser.version}`,
    `From the key ${result.key} to the pixel ${result.pixel.x},${result.pixel.y}: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, min ${ms(min)}, max ${ms(max)}.`,
    `${samples} presses${result.lost === 0 ? '' : `, and ${result.lost} without an answer`}; read every ${resolutionMs.toFixed(2)} ms at ${readMs.toFixed(2)} ms each.`,
  ];
}
