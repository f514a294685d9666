import { describe, expect, test } from 'vitest';
import { startHost } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';
import { channelLevel, takeHeard, tapSound, waitForSound } from './sound-tap.js';

const chromium = sharedChromium();

/** For so long (s) a machine that does a lot besides may hold the sound up. */
const LONGEST_SILENCE = 1;
const TONE_LEVEL = 10 ** (-30 / 20);

function open(link: string): Promise<PlayerPage> {
  return PlayerPage.open(chromium.browser, link, { before: tapSound, context: { bypassCSP: true } });
}

describe('the way of the sound', () => {
  test('is the channel beside pictures that come by it, and the track is silent then', async () => {
    const host = await startHost();
    const player = await open(host.ready.links.own);
    await waitForSound(player, 'channel');
    await waitForLevel(player, TONE_LEVEL / 2);
    await player.page.keyboard.down('KeyX');
    await waitForLevel(player, 0.1);
    await player.page.keyboard.up('KeyX');
  });

  test('changes with that of the picture, to and fro, without a click or a gap', async () => {
    const host = await startHost();
    const player = await open(host.ready.links.own);
    await waitForSound(player, 'channel');
    await waitForLevel(player, TONE_LEVEL / 2);
    await takeHeard(player);
    for (const way of ['track', 'channel', 'track'] as const) {
      await setHidden(player, way === 'track');
      await waitForSound(player, way);
      if (way === 'channel') await waitForLevel(player, TONE_LEVEL / 2);
      else await waitForSilence(player);
    }
    const { clicks, longestSilence } = await takeHeard(player);
    expect(clicks).toBe(0);
    expect(longestSilence).toBeLessThan(LONGEST_SILENCE);
  });

  test('is the track where the host sends pictures by it alone', async () => {
    const host = await startHost(['--transport', 'rtp']);
    const player = await open(host.ready.links.own);
    await player.waitForState('live');
    await player.waitForTone(440, TONE_LEVEL / 2);
    expect(await takeHeard(player)).toMatchObject({ channelLevel: 0, trackVolume: 1 });
  });

  test('has one volume and one mute', async () => {
    const host = await startHost();
    const player = await open(host.ready.links.own);
    await waitForSound(player, 'channel');
    await waitForLevel(player, TONE_LEVEL / 2);
    await player.page.keyboard.press('KeyM');
    await waitForSilence(player);
    expect((await takeHeard(player)).trackVolume).toBe(0);
    await player.page.keyboard.press('KeyM');
    await waitForLevel(player, TONE_LEVEL / 2);
    await setHidden(player, true);
    await waitForSound(player, 'track');
    await player.page.keyboard.press('KeyM');
    await player.page.waitForFunction(() => document.querySelector<HTMLAudioElement>('#sound')!.muted);
  });
});

async function waitForLevel(player: PlayerPage, least: number): Promise<void> {
  await expect.poll(async () => (await channelLevel(player)) >= least, PATIENCE).toBe(true);
}

async function waitForSilence(player: PlayerPage): Promise<void> {
  await expect.poll(() => channelLevel(player), PATIENCE).toBeLessThan(0.001);
}

/** Headless pages are always seen: the page is told otherwise. */
async function setHidden({ page }: PlayerPage, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
