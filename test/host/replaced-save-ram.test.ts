import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gameOfCore } from '../../src/host/game.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { startCloudgame, startHost } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const CORE = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'saves-in-states.js');
const GAME = ['--core', CORE, '--sandbox', 'off'];
const KEPT = /^The state that was loaded has other save RAM: .* kept as battery-1 /;

/** A game whose states, in a slot and automatic, are older than its save RAM. */
async function gameWithOlderStates() {
  const home = await temporaryFolder();
  const { sha256 } = gameOfCore('saves-in-states.js');
  const store = new SaveStore(join(home, 'cloudgame'), sha256);
  await store.prepare('Fixture');
  const core = { name: 'fixture', version: '1.0.0' };
  const older = { core, gameSha256: sha256, savedAtMs: Date.now() - 60_000, payload: Buffer.from('older') };
  await store.writeSlot(1, older);
  await store.writeAutomatic(older);
  await store.writeBattery(Buffer.from('newer'));
  return { home, store };
}

describe('save RAM that is newer than the state from which a game goes on', () => {
  test.each([['--slot', '1'], ['--resume']])('is kept with %s', async (...flags) => {
    const { home, store } = await gameWithOlderStates();
    const host = await startHost([...GAME, ...flags], { home });
    await host.event('warning', ({ message }) => KEPT.test(message));
    host.signalGroup('SIGINT');
    await host.ended;
    const content = (name: string) => readFile(join(store.folder, name), 'utf8');
    expect([await content('battery.sav'), await content('battery-1.sav')]).toEqual(['older', 'newer']);

    const saves = (...args: string[]) => startCloudgame(['saves', ...args], { home, cwd: home });
    const list = saves('list');
    await list.ended;
    expect(list.stdout).toMatch(/\n {2}battery-1 .*replaced save RAM\n/);
    const game = sha256Of(store);
    expect(await saves('export', game, 'battery-1', '--to', 'back.sav').ended).toMatchObject({ code: 0 });
    expect(await saves('import', game, 'back.sav', '--force').ended).toMatchObject({ code: 0 });
    expect(await content('battery.sav')).toBe('newer');
  });

  test('is on the disk where the host is killed right after', async () => {
    const { home, store } = await gameWithOlderStates();
    const host = await startHost([...GAME, '--slot', '1'], { home });
    await host.event('warning', ({ message }) => KEPT.test(message));
    host.signalGroup('SIGKILL');
    await host.ended;
    expect(await readFile(join(store.folder, 'battery-1.sav'), 'utf8')).toBe('newer');
  });
});

function sha256Of({ gameSha256 }: SaveStore): string {
  return gameSha256.slice(0, 12);
}
