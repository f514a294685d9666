import type { Page } from 'puppeteer-core';
import type { BrowserProgram } from './browser/browser-program.js';
import { HostProcess } from './host-process.js';
import type { NetworkProfile } from './network/link-profile.js';
import type { Combination } from './report/combination.js';
import { distributionOf, medianOf } from './report/distribution.js';
import type { Measures } from './report/measures.js';
import { hostArguments, KEY, linkFor } from './run.js';
import { startNetwork } from './run-network.js';
import { SamePresses } from './same-presses.js';
import type { OutsideOptions } from './screen/outside-options.js';
import type { OutsideResult } from './screen/outside-result.js';
import { measureFromOutside } from './screen/screen-benchmark.js';

type SeenFromOutside = NonNullable<Measures['fromOutside']> & { readonly warnings: readonly string[] };

/** What two instruments that are right may differ by at the median. */
const AGREEMENT_MS = 3;

/** What a look from outside needs beside its combination. */
export interface OutsideSetting {
  /** Arguments of `cloudgame host` by which it plays the game. */
  readonly game: readonly string[];
  readonly browser: BrowserProgram;
  /** What the network that the combination names is like. */
  readonly network: NetworkProfile;
  readonly screen: Pick<OutsideOptions, 'key' | 'pixel' | 'presses'>;
  /** Text of the probe. */
  readonly probe: string;
  readonly signal: AbortSignal;
}

/**
 * Hosts as in a run, opens the page on a screen of its own, and measures from outside: one viewer, isolated presses. The
 * same presses are measured in that page as well, as in any run: the one instrument checks the other.
 *
 * @throws CloudgameError where the host or the browser doesn't start, or nothing answers to the key.
 */
export async function runFromOutside(
  combination: Combination,
  { game, browser, network: profile, screen, probe, signal }: OutsideSetting,
): Promise<SeenFromOutside> {
  const host = await HostProcess.start([...game, ...hostArguments(combination)], signal);
  try {
    const network = await startNetwork(profile, host.ready.port);
    let outside: OutsideResult;
    const inPage = new SamePresses(probe);
    try {
      const url = network.through(linkFor(host, combination.securePage));
      const hooks = {
        beforeLoad: (page: Page) => inPage.watch(page),
        afterPresses: () => inPage.read(),
      };
      outside = await measureFromOutside({ ...screen, ...hooks, browser, url, signal });
    } finally {
      await network.close();
    }
    const measures = { keyToPixelMs: distributionOf(outside.samplesMs), missed: outside.lost };
    if (screen.key !== undefined && screen.key !== KEY.code) return { ...measures, warnings: [] };
    const isRelayed = profile.name !== 'none';
    const { samplesMs, warnings } = inPage.follow(await host.finish(), outside.presses, isRelayed);
    return { ...measures, ...compareMedians(outside.samplesMs, samplesMs, warnings) };
  } finally {
    await host.close();
  }
}

/** Says by how much two instruments differ over the same presses. */
export function compareMedians(
  outside: readonly number[],
  inPage: readonly number[],
  warnings: readonly string[],
): Pick<SeenFromOutside, 'inPageMs' | 'moreThanInPageMs' | 'warnings'> {
  const inPageMs = distributionOf(inPage);
  if (!inPageMs || outside.length === 0) {
    return { warnings: [...warnings, 'The presses that were seen from outside were not seen in the page.'] };
  }
  const difference = medianOf(outside) - medianOf(inPage);
  const moreThanInPageMs = Number(difference.toFixed(3));
  if (Math.abs(difference) <= AGREEMENT_MS) return { inPageMs, moreThanInPageMs, warnings };
  const warning = `The figure in the page and that from outside differ by ${difference.toFixed(1)} ms at the median over the same presses: at most ${AGREEMENT_MS} ms were to be expected.`;
  return { inPageMs, moreThanInPageMs, warnings: [...warnings, warning] };
}
