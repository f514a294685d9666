import { describe, expect, test } from 'vitest';
import { childOf } from '../child-processes.js';
import { startCloudgame } from '../host-process.js';

describe('cloudgame demo', () => {
  test('hosts the bundled game for four players', async () => {
    const demo = startCloudgame(['demo', '--signal', 'embedded', '--json']);
    const ready = await demo.event('ready');
    expect(ready.game).toMatchObject({ core: 'snake', players: 4 });
    expect(childOf(demo.pid, 'snake').commandLine).toContain('main.js');
    const stats = await demo.event('stats');
    expect(stats).toMatchObject({ state: 'playing', seatsTaken: 0, watchers: 0, viewers: [] });
    const page = await fetch(ready.links.own);
    expect(page.status).toBe(200);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toEqual({ code: 130, signal: null });
  });

  test('takes no game', async () => {
    const demo = startCloudgame(['demo', 'game.nes']);
    expect(await demo.ended).toEqual({ code: 2, signal: null });
    expect(demo.stderr).toContain('game.nes');
  });
});
