import { describe, expect, test } from 'vitest';
import { buildInputCore } from '../cores/libretro/input-core.js';
import { startHost } from '../host-process.js';
import { sharedChromium } from './chromium.js';
import { type OpenOptions, PlayerPage } from './player-page.js';

// The game shows what it is told in the colour of its picture: red is the key A, green the x of mouse or pointer, blue
// a button or touch.
const RED = 0;
const GREEN = 1;
const BLUE = 2;

const inputCore = buildInputCore();
const chromium = sharedChromium();

declare global {
  interface Window {
    /** What the motors of the pad were told: magnitudes, or `reset`. */
    shakes: string[];
  }
}

async function play(devices: string, options: OpenOptions = {}): Promise<PlayerPage> {
  const host = await startHost([inputCore.game(devices), '--core', inputCore.library]);
  const player = await PlayerPage.open(chromium.browser, host.ready.links.own, options);
  await player.waitForState('live');
  return player;
}

/** Waits until the picture has so much of a colour, 0 to 255. */
async function waitForColour(
  player: PlayerPage,
  channel: number,
  least: number,
  most: number,
): Promise<void> {
  await player.page.waitForFunction(
    ([index, low, high]) => {
      const value = window.probes.meanColour()[index as 0 | 1 | 2];
      return value >= low! && value <= high!;
    },
    [channel, least, most] as const,
  );
}

describe('the devices of a game', () => {
  test('include the mouse, which a click on the picture takes until it is given back', async () => {
    const player = await play('m');
    const { page } = player;
    await page.getByText('Click the picture to play with the mouse').waitFor();
    const box = (await page.locator('#picture').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.waitForFunction(() => document.pointerLockElement?.id === 'picture');
    await page.mouse.up();
    await player.waitForWords('Escape gives the mouse back');
    await page.mouse.move(x + 200, y);
    await waitForColour(player, GREEN, 170, 230);
    await page.mouse.down();
    await waitForColour(player, BLUE, 200, 255);
    await page.mouse.up();
    await waitForColour(player, BLUE, 0, 50);
    await page.evaluate(() => document.exitPointerLock());
    await page.getByText('Click the picture to play with the mouse').waitFor();
  });

  test('include a mouse that fingers move as on a touchpad, where there is no other', async () => {
    const player = await play('m', { context: { hasTouch: true, isMobile: true } });
    const { page } = player;
    await page.waitForSelector('#stage.pointing');
    const box = (await page.locator('#picture').boundingBox())!;
    const [x, y] = [box.x + 20, box.y + box.height / 2];
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: number[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((x) => ({ x, y })) });
    await touch('touchStart', x);
    for (let way = 20; way <= 200; way += 20) await touch('touchMove', x + way);
    await touch('touchEnd');
    await waitForColour(player, GREEN, 150, 230);
  });

  test('include a pointer, which is where the mouse is over the picture', async () => {
    const player = await play('p');
    const { page } = player;
    await page.waitForSelector('#stage.pointing');
    const box = (await page.locator('#picture').boundingBox())!;
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width - 2, middle);
    await waitForColour(player, GREEN, 235, 255);
    await page.mouse.down();
    await waitForColour(player, BLUE, 200, 255);
    await page.mouse.move(box.x + box.width / 2, middle);
    await waitForColour(player, GREEN, 100, 155);
    await page.mouse.up();
    await waitForColour(player, BLUE, 0, 50);
  });

  test('include the keyboard, which the player can take back, and which is let go with the focus', async () => {
    const player = await play('k');
    const { page } = player;
    const button = page.getByRole('button', { name: 'Type in the game' });
    await button.waitFor();
    await page.keyboard.down('a');
    await waitForColour(player, RED, 200, 255);
    await page.keyboard.up('a');
    await waitForColour(player, RED, 0, 50);
    // M and the like are the game's while it has the keyboard, and the page's again after.
    await page.keyboard.press('i');
    await page.keyboard.down('a');
    await waitForColour(player, RED, 200, 255);
    expect(await page.isVisible('#statistics')).toBe(false);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await waitForColour(player, RED, 0, 50);
    await page.keyboard.up('a');
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('i');
    await page.waitForSelector('#statistics:not([hidden])');
    await page.keyboard.press('ScrollLock');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
  });

  test('include the motors of a pad, which stop with the game and while nobody looks', async () => {
    const player = await play('r', {
      before: () => {
        window.shakes = [];
        const vibrationActuator = {
          playEffect: (_kind: string, { strongMagnitude, weakMagnitude }: GamepadEffectParameters) => {
            window.shakes.push(`${strongMagnitude} ${weakMagnitude?.toFixed(1)}`);
            return Promise.resolve('complete');
          },
          reset: () => {
            window.shakes.push('reset');
            return Promise.resolve('complete');
          },
        };
        const pad = {
          index: 0,
          connected: true,
          mapping: 'standard',
          buttons: [],
          axes: [],
          vibrationActuator,
        };
        navigator.getGamepads = () => [pad as unknown as Gamepad];
      },
    });
    const { page } = player;
    const shakes = () => page.evaluate(() => window.shakes);
    const waitForShake = (last: string) =>
      page.waitForFunction((wanted) => window.shakes.at(-1) === wanted, last);
    await page.keyboard.down('x');
    await waitForShake('1 0.5');
    await page.keyboard.up('x');
    await waitForShake('reset');
    const { length } = await shakes();
    await page.keyboard.down('x');
    await waitForShake('1 0.5');
    // A shake that lasts is begun anew before the browser ends it.
    await page.waitForFunction((count) => window.shakes.length >= count + 2, length);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hasFocus', { value: () => false });
      window.dispatchEvent(new Event('blur'));
    });
    await waitForShake('reset');
  });
});
