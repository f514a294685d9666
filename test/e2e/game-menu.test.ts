import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRom } from '../fixtures/roms/rom.js';
import { startHost } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

/** Whether the menu can be opened. */
function hasMenu({ page }: PlayerPage): Promise<boolean> {
  return page.locator('#menu-button').isVisible();
}

function visibleActions({ page }: PlayerPage): Promise<(string | undefined)[]> {
  return page
    .locator('#menu [data-action]')
    .evaluateAll((buttons) =>
      (buttons as HTMLElement[]).filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.action),
    );
}

describe('the game menu', () => {
  test('saves, loads and takes that back for a player who may, and everybody is told', async () => {
    const host = await startHost(['--players-may', 'save,load']);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    const watcher = await PlayerPage.open(chromium.browser, host.ready.links.watch.own);
    await watcher.waitForState('watching');
    expect(await hasMenu(watcher)).toBe(false);
    const { page } = player;
    await page.keyboard.press('KeyG');
    expect(await visibleActions(player)).toEqual(['undo']);
    const third = page.locator('#menu .slots li').nth(2);
    expect(await third.getByText('Load').isDisabled()).toBe(true);
    await third.getByText('Save').click();
    for (const told of [player, watcher]) {
      await told.waitForWords('Player 1 saved to slot 3.');
    }
    const { action } = await host.event('action');
    expect(action).toEqual({ kind: 'save', slot: 3 });
    await third.getByText('Load').click();
    await player.waitForWords('Player 1 loaded slot 3.');
    await page.locator('[data-action=undo]').click();
    await player.waitForWords('Player 1 took the game back');
    // What is in a slot already isn't replaced by one slip of the finger.
    await third.getByText('Save').click();
    await player.waitForWords('Replace?');
    await page.keyboard.press('Escape');
    expect(await page.locator('#menu').isVisible()).toBe(false);
    await page.keyboard.down('KeyX');
    await player.waitForLit(1);
  });

  test('lets players pause by default, and nothing else', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    const { page } = player;
    await page.click('#menu-button');
    expect(await visibleActions(player)).toEqual(['pause', 'advance']);
    expect(await page.locator('#menu section:visible').count()).toBe(0);
    await page.getByRole('button', { name: 'Pause' }).click();
    await player.waitForState('paused');
    await page.getByRole('button', { name: 'Go on' }).click();
    await player.waitForState('live');
  });

  test('rewinds for as long as the button is held, and plays at other speeds', async () => {
    const host = await startHost(['--players-may', 'rewind,speed']);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    const { page } = player;
    await page.click('#menu-button');
    const rewind = page.locator('[data-action=rewind]');
    await rewind.hover();
    await page.mouse.down();
    await page.waitForSelector('[data-action=rewind][aria-pressed=true]');
    await page.mouse.up();
    await page.waitForSelector('[data-action=rewind][aria-pressed=false]');
    // By the keyboard one press begins it, and the end of the menu ends it.
    await rewind.press('Enter');
    await page.waitForSelector('[data-action=rewind][aria-pressed=true]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-action=rewind][aria-pressed=false]', { state: 'attached' });
    await page.click('#menu-button');
    await page.getByRole('button', { name: '4×' }).click();
    await page.waitForSelector('.speeds [aria-pressed=true]:has-text("4×")');
    await host.event('action', ({ action }) => action.kind === 'speed' && action.speed === 4);
  });

  test('adds cheats, switches and removes them, and says what the core can’t read', async () => {
    const game = join(await temporaryFolder(), 'game.nes');
    await writeFile(game, makeRom());
    const host = await startHost([game, '--players-may', 'cheat', '--cheat', '91D9:AD']);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    const { page } = player;
    await page.click('#menu-button');
    const field = page.getByLabel('Code');
    await field.fill('RUBBISH');
    await field.press('Enter');
    await player.waitForWords('“RUBBISH” is no cheat code for the NES.');
    expect(await field.inputValue()).toBe('RUBBISH');
    // Letters that are keys of the game and of the page are letters here.
    await field.fill('');
    await field.pressSequentially('SXIOPO');
    await page.getByRole('button', { name: 'Add' }).click();
    const toggle = page.getByRole('switch', { name: 'Cheat SXIOPO' });
    await toggle.and(page.locator('[aria-checked=true]')).waitFor();
    expect(await field.inputValue()).toBe('');
    await toggle.press('Space');
    await toggle.and(page.locator('[aria-checked=false]')).waitFor();
    expect(await toggle.evaluate((button) => button === document.activeElement)).toBe(true);
    await player.waitForWords('Player 1 switched the cheat “SXIOPO” off.');
    await page.getByRole('button', { name: 'Remove cheat 91D9:AD' }).click();
    await page.getByRole('switch', { name: 'Cheat 91D9:AD' }).waitFor({ state: 'detached' });
    const { action } = await host.event('action');
    expect(action).toEqual({ kind: 'cheat', code: 'SXIOPO', change: 'on' });
    await page.keyboard.press('Escape');
    expect(await page.locator('#menu').isVisible()).toBe(false);
  });

  test('has targets that a thumb can hit', async () => {
    const host = await startHost(['--players-may', 'all']);
    const context = {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 3,
      isMobile: true,
      hasTouch: true,
    };
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own, { context });
    await player.waitForState('live');
    const { page } = player;
    await page.tap('#menu-button');
    const sizes = await page
      .locator('#menu button:visible')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect()));
    expect(sizes.length).toBeGreaterThan(20);
    for (const { width, height } of sizes) {
      expect(width).toBeGreaterThanOrEqual(44);
      expect(height).toBeGreaterThanOrEqual(44);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
