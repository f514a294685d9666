import type { CDPSession } from 'playwright-core';
import { describe, test } from 'vitest';
import { startHost } from '../host-process.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
} as const;

describe('controls', () => {
  test('a pressed key lights the patch of player 1 until it is released', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    await player.waitForLit();
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    await player.page.keyboard.up('KeyX');
    await player.waitForLit();
  });

  test('a key that is held is let go when the page loses the focus', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    await player.page.keyboard.down('ArrowLeft');
    await player.waitForLit(1);
    // Otherwise every page of a driven browser believes that it has the focus.
    const devtools = await player.page.context().newCDPSession(player.page);
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const blurred = player.page.evaluate(
      () => new Promise((resolve) => window.addEventListener('blur', resolve, { once: true })),
    );
    const other = await player.page.context().newPage();
    await other.bringToFront();
    await blurred;
    await player.waitForLit();
  });

  test('what the page’s own controls take is not played', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    await player.page.keyboard.press('KeyI');
    await player.page.waitForSelector('#statistics:not([hidden])');
    const { length } = host.events;
    await host.event('stats', () => true, length);
    await player.waitForLit();
  });

  test('a thumb on the pad of a phone lights the patch until it is lifted', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own, { context: PHONE });
    await player.waitForState('live');
    const thumb = new Thumb(await player.page.context().newCDPSession(player.page));
    const box = await player.page.locator('[data-button="a"]').boundingBox();
    await thumb.down(box!.x + box!.width / 2, box!.y + box!.height / 2);
    await player.waitForLit(1);
    await thumb.up();
    await player.waitForLit();
  });
});

/** One finger on a touch screen. */
class Thumb {
  readonly #devtools: CDPSession;

  constructor(devtools: CDPSession) {
    this.#devtools = devtools;
  }

  async down(x: number, y: number): Promise<void> {
    await this.#devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  }

  async up(): Promise<void> {
    await this.#devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}
