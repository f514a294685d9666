import type { BrowserProgram } from './browser/browser-program.js';
import { HostProcess } from './host-process.js';
import type { NetworkProfile } from './network/link-profile.js';
import type { Combination } from './report/combination.js';
import { hostArguments, linkFor } from './run.js';
import { startNetwork } from './run-network.js';
import type { OutsideOptions } from './screen/outside-options.js';
import type { OutsideResult } from './screen/outside-result.js';
import { measureFromOutside } from './screen/screen-benchmark.js';

/** What a look from outside needs beside its combination. */
export interface OutsideSetting {
  /** Arguments of `cloudgame host` by which it plays the game. */
  readonly game: readonly string[];
  readonly browser: BrowserProgram;
  /** What the network that the combination names is like. */
  readonly network: NetworkProfile;
  readonly screen: Pick<OutsideOptions, 'key' | 'pixel'>;
  readonly signal: AbortSignal;
}

/**
 * Hosts as in a run, opens the page on a screen of its own, and measures from outside: one viewer, isolated presses.
 *
 * @throws CloudgameError where the host or the browser doesn't start, or nothing answers to the key.
 */
export async function runFromOutside(
  combination: Combination,
  { game, browser, network: profile, screen, signal }: OutsideSetting,
): Promise<OutsideResult> {
  const host = await HostProcess.start([...game, ...hostArguments(combination)], signal);
  try {
    const network = await startNetwork(profile, host.ready.port);
    try {
      const url = network.through(linkFor(host, combination.securePage));
      return await measureFromOutside({ ...screen, browser, url, signal });
    } finally {
      await network.close();
    }
  } finally {
    await host.close();
  }
}
