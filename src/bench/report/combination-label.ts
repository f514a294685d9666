import type { Combination } from './combination.js';

/** The parts of a combination in words, in the order in which people read them. */
function partsOf(settings: Combination): Record<string, string> {
  return {
    game:
      settings.core === undefined || settings.core === settings.game
        ? settings.game
        : `${settings.game} (${settings.core})`,
    browser: settings.browser,
    codec: { vp8: 'VP8', h264: 'H.264' }[settings.codec],
    transport: { auto: 'automatic', rtp: 'RTP', frames: 'data channel' }[settings.transport],
    network: settings.network === 'none' ? 'no relay' : settings.network,
    viewers: settings.viewers === 1 ? '1 viewer' : `${settings.viewers} viewers`,
    sessions: settings.sessions === undefined ? '' : `${settings.sessions} sessions`,
    size: settings.size === undefined ? '' : `${settings.size} pixels`,
    page: settings.securePage ? 'secure page' : 'plain http page',
    presses: settings.presses === 'mashing' ? 'two players mashing' : 'single presses',
    variant: settings.variant ?? '',
  };
}

/** What combinations have in common, said once, and what is left to tell each by. */
export interface CombinationLabels {
  readonly common: string;
  /** In the order of the combinations; empty where there is but one. */
  readonly labels: readonly string[];
}

export function labelCombinations(combinations: readonly Combination[]): CombinationLabels {
  const all = combinations.map(partsOf);
  const names = Object.keys(all[0] ?? {});
  const differs = (name: string) => all.some((parts) => parts[name] !== all[0]![name]);
  const join = (parts: Record<string, string> | undefined, chosen: readonly string[]) =>
    chosen
      .map((name) => parts?.[name] ?? '')
      .filter((part) => part !== '')
      .join(' · ');
  return {
    common: join(
      all[0],
      names.filter((name) => !differs(name)),
    ),
    labels: all.map((parts) => join(parts, names.filter(differs))),
  };
}
