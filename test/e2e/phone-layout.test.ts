import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { debianCore } from '../cores/libretro/cores.js';
import { startHost } from '../host-process.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');

const chromium = sharedChromium();

interface Box {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the buttons lie that can be seen, in CSS pixels. */
function buttons({ page }: PlayerPage): Promise<Box[]> {
  return page.locator('#bar button:visible, #pad button:visible').evaluateAll((elements) =>
    elements.map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { name: element.textContent?.trim() || element.id, left, top, right, bottom };
    }),
  );
}

/** CSS pixels by which the corners of round buttons may lie in each other's boxes. */
const CORNER = 8;

function overlap(a: Box, b: Box): boolean {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.min(width, height) > 0 && Math.max(width, height) > CORNER;
}

describe('on a phone', () => {
  test.each([
    ['upright', { width: 390, height: 844 }],
    ['lying down', { width: 844, height: 390 }],
    ['that is small', { width: 320, height: 568 }],
  ])(
    '%s every button has a place of its own on the screen, however long its name',
    async (_which, viewport) => {
      // Its shoulder buttons are "(FDS) Disk Side Change" and the like.
      const host = await startHost([DEMO, '--core', debianCore('nestopia'), '--players-may', 'all']);
      const context = { viewport, isMobile: true, hasTouch: true } as const;
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own, { context });
      await player.waitForState('live');
      await player.page.locator('#menu-button').waitFor();
      const boxes = await buttons(player);
      expect(boxes.map(({ name }) => name)).toContain('(FDS) Disk Side Change');
      for (const box of boxes) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(viewport.width);
        expect(box.bottom).toBeLessThanOrEqual(viewport.height);
      }
      const collisions = boxes.flatMap((box, index) =>
        boxes.slice(index + 1).flatMap((other) => (overlap(box, other) ? [[box.name, other.name]] : [])),
      );
      expect(collisions).toEqual([]);
      expect(await player.page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    },
  );
});
