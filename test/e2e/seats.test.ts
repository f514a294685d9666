import { describe, expect, test } from 'vitest';
import { startHost } from '../host-process.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

describe('seats', () => {
  test('a second browser gets seat 2, and its keys light the patch of player 2 alone', async () => {
    const host = await startHost();
    const first = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await first.waitForState('live');
    const second = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await second.waitForState('live');
    expect([await first.seat(), await second.seat()]).toEqual([1, 2]);
    await second.page.keyboard.down('KeyX');
    await Promise.all([first.waitForLit(2), second.waitForLit(2)]);
    await first.page.keyboard.down('KeyX');
    await Promise.all([first.waitForLit(1, 2), second.waitForLit(1, 2)]);
    await second.page.keyboard.up('KeyX');
    await Promise.all([first.waitForLit(1), second.waitForLit(1)]);
    const stats = await host.nextEvent('stats', ({ seatsTaken }) => seatsTaken === 2);
    expect(stats.viewers.map(({ seat }) => seat)).toEqual([1, 2]);
  });

  test('the third one at a game for two watches, is told so, and sees what the others do', async () => {
    const host = await startHost(['cores/nes/demo/demo.nes']);
    expect(host.ready.game).toMatchObject({ core: 'nes', players: 2 });
    const players = [];
    for (const state of ['live', 'live', 'watching']) {
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
      expect(await player.waitForState('live', 'watching')).toBe(state);
      players.push(player);
    }
    const [first, second, third] = players as [PlayerPage, PlayerPage, PlayerPage];
    expect(await third.words()).toBe("You're watching – All seats are taken; you get the next free one.");
    expect([await first.seat(), await second.seat(), await third.seat()]).toEqual([1, 2, 0]);
    await third.page.keyboard.down('KeyX');
    const before = await third.meanColour();
    await second.page.keyboard.down('KeyX');
    // Player 2's A changes the colour of the whole screen.
    await third.page.waitForFunction((colour) => {
      const now = window.probes.meanColour();
      return now.some((value, channel) => Math.abs(value - colour[channel]!) > 30);
    }, before);
  });

  test('a link for watching never gets a seat, and its keys do nothing', async () => {
    const host = await startHost();
    const watcher = await PlayerPage.open(chromium.browser, host.ready.links.watch.own);
    await watcher.waitForState('watching');
    expect(await watcher.words()).toBe(
      "You're watching – This link is for watching. Ask the host for a link to play.",
    );
    expect(await host.event('viewer-joined')).toMatchObject({ seat: null, resumed: false });
    await watcher.page.keyboard.down('KeyX');
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    expect(await player.seat()).toBe(1);
    await player.page.keyboard.down('KeyX');
    await watcher.waitForLit(1);
    await player.page.keyboard.up('KeyX');
    await watcher.waitForLit();
  });

  test('a reload gets the same seat back, though others came meanwhile', async () => {
    const host = await startHost();
    const first = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await first.waitForState('live');
    const second = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await second.waitForState('live');
    const joined = host.nextEvent('viewer-joined');
    await first.page.reload();
    expect(await joined).toMatchObject({ seat: 1, resumed: true });
    await first.waitForState('live');
    expect(await first.seat()).toBe(1);
    await first.page.keyboard.down('KeyX');
    await second.waitForLit(1);
  });

  test('who closes the page is gone at once, and the host says so', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    const { id } = await host.event('viewer-joined');
    await player.page.close({ runBeforeUnload: true });
    expect(await host.event('viewer-left')).toMatchObject({ id, seat: 1 });
  });
});
