import { expect, test } from 'vitest';
import { findBrowser } from '../../src/bench/browser/browser-program.js';
import { namedNetwork } from '../../src/bench/network/named-networks.js';
import { probeScript } from '../../src/bench/page/probe-script.js';
import { runFromOutside } from '../../src/bench/run-from-outside.js';

const PRESSES = 12;

test.each([
  ['chromium', 'frames'],
  ['firefox', 'rtp'],
] as const)(
  'the same presses are measured in the page and from outside, in %s by %s',
  async (kind, transport) => {
    const seen = await runFromOutside(
      {
        ...{ game: 'test-pattern', codec: 'vp8', transport, viewers: 1, network: 'none' },
        ...{ browser: kind, securePage: true, presses: 'isolated' },
      },
      {
        game: ['--core', 'test-pattern'],
        browser: findBrowser(kind),
        network: namedNetwork('none'),
        screen: { presses: PRESSES },
        probe: await probeScript(),
        signal: AbortSignal.timeout(100_000),
      },
    );
    expect(seen.keyToPixelMs!.count + seen.missed!).toBe(PRESSES);
    expect(seen.inPageMs!.count).toBeGreaterThan(PRESSES / 2);
    expect(seen.inPageMs!.count).toBeLessThanOrEqual(PRESSES);
    // How near they are is the machine's matter too; that both are about the same presses isn't.
    expect(Math.abs(seen.moreThanInPageMs!)).toBeLessThan(100);
  },
  120_000,
);
