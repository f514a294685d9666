import { describe, expect, test } from 'vitest';
import { startHost } from '../host-process.js';
import { launchChromium, sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

/** The test pattern's tone and its beep, Hz, at −30 and −12 dB below full scale. */
const TONE = 440;
const BEEP = 1000;
const TONE_LEVEL = 10 ** (-30 / 20);
const BEEP_LEVEL = 10 ** (-12 / 20);
/** So much earlier, at the most, the canvas is read than the video before it: half a second, on a busy machine. */
const FRAMES_BETWEEN_LAYERS = 30;

const chromium = sharedChromium();

describe('picture and sound', () => {
  test.each(['vp8', 'h264'])('the link is opened and the picture moves, with %s', async (codec) => {
    const host = await startHost(['--codec', codec]);
    expect(host.ready.codec).toBe(codec);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    expectToRise(await player.frameNumbers(60));
    expect(await player.page.title()).toBe('Test pattern – cloudgame');
  });

  test('the link for the network works as well, though it is no secure context', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.local);
    await player.waitForState('live');
    expectToRise(await player.frameNumbers(30));
  });

  test('the sound of the game is heard, and the beep while a key is held', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    await player.waitForTone(TONE, TONE_LEVEL / 2);
    await player.page.keyboard.down('KeyX');
    await player.waitForTone(BEEP, BEEP_LEVEL / 2);
    await player.page.keyboard.up('KeyX');
  });

  test('a browser that wants a tap before it sounds is given one', async () => {
    const browser = await launchChromium(['--autoplay-policy=document-user-activation-required']);
    try {
      const host = await startHost();
      const player = await PlayerPage.create(browser);
      // Asked in the ordinary way, a page takes every question of a test for a tap.
      const devtools = await player.page.context().newCDPSession(player.page);
      await player.page.goto(host.ready.links.own);
      await devtools.send('Runtime.evaluate', {
        expression: `(${gateShown.toString()})()`,
        awaitPromise: true,
        userGesture: false,
      });
      const gate = player.page.locator('#sound-gate');
      await gate.click();
      await gate.waitFor({ state: 'hidden' });
      await player.waitForTone(TONE, TONE_LEVEL / 2);
    } finally {
      await browser.close();
    }
  });

  test('how soon a viewer sees the first picture is printed', async () => {
    const host = await startHost();
    const times: number[] = [];
    for (let viewer = 0; viewer < 3; viewer++) {
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
      await player.waitForState('live');
      times.push(await player.page.evaluate(() => window.probes.firstPictureMs()));
      await player.page.close();
    }
    console.info(`first picture after the page's script began: ${times.map(Math.round).join(', ')} ms`);
    expect(times.every((time) => time > 0)).toBe(true);
  });
});

/** Runs in the page: resolves when it asks for the tap, with the picture on the screen already. */
function gateShown(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = document.documentElement.dataset;
      const gate = document.querySelector<HTMLElement>('#sound-gate');
      if (state === 'live' && gate?.hidden === false) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Every picture is readable, none is older than the one before but where the layer changes, and time goes on. */
function expectToRise(numbers: readonly (number | undefined)[]): void {
  expect(numbers).not.toContain(undefined);
  const steps = numbers.slice(1).map((number, index) => number! - numbers[index]!);
  // Once the picture changes from the video to the canvas, which both are read with a delay of their own.
  expect(steps.filter((step) => step < 0).length).toBeLessThanOrEqual(1);
  expect(Math.min(...steps)).toBeGreaterThan(-FRAMES_BETWEEN_LAYERS);
  // What is read can be one picture further than what was announced, and then it is read twice.
  expect(numbers.at(-1)! - numbers[0]!).toBeGreaterThanOrEqual(numbers.length / 2);
}
