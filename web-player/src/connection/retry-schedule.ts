const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;
const ABSENT_HOST_FIRST_DELAY = 2_000;
const ABSENT_HOST_LONGEST_DELAY = 15_000;

/**
 * How long to wait before the next try, in milliseconds: nothing for the first after a loss, then growing. A host
 * that isn't there takes longer to come back than a network, and is asked for more seldom.
 *
 * @param failures - how many tries failed in a row.
 * @param hostAbsent - whether the signalling server knows no such host.
 * @param random - 0 to 1: spreads the tries of viewers who all lost the same host at once.
 */
export function retryDelay(failures: number, hostAbsent: boolean, random: number): number {
  if (failures === 0) return 0;
  const [first, longest] = hostAbsent
    ? [ABSENT_HOST_FIRST_DELAY, ABSENT_HOST_LONGEST_DELAY]
    : [FIRST_DELAY, LONGEST_DELAY];
  const delay = Math.min(first * 2 ** (failures - 1), longest);
  return Math.round(delay * (0.75 + 0.25 * random));
}
