/** The machine's monotonic clock, the same in all processes, ms. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
