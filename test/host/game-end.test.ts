import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildInputCore } from '../cores/libretro/input-core.js';
import { startHost } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const inputCore = buildInputCore();

describe('a game that ends itself', () => {
  test('ends the room, which is no failure, with what it keeps saved', async () => {
    const home = await temporaryFolder();
    const host = await startHost([inputCore.game('Z'), '--core', inputCore.library], { home });
    const { code } = await host.ended;
    expect(host.events.at(-1)).toMatchObject({
      event: 'closed',
      reason: 'The game ended itself.',
      exitCode: 0,
    });
    expect(code).toBe(0);
    expect(host.events.filter(({ event }) => event === 'warning')).toEqual([]);
    const saves = join(home, 'cloudgame', 'saves', host.ready.game.sha256);
    expect(await readdir(saves)).toContain('battery.sav');
    // A state of the end would only end again.
    expect((await readdir(saves)).filter((name) => name.startsWith('auto-'))).toEqual([]);
  });
});
