import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, truncate, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { type SavedState, SaveFileFault } from '../../src/saves/save-file.js';
import { titleOfSave } from '../../src/saves/save-name.js';
import { SaveStore, savedGames } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { exampleState, GAME } from './example-state.js';

async function preparedStore(): Promise<SaveStore> {
  const store = new SaveStore(await temporaryFolder(), GAME);
  await store.prepare('Example');
  return store;
}

async function names(store: SaveStore): Promise<string[]> {
  return (await store.list()).map(titleOfSave);
}

async function automaticStates(store: SaveStore) {
  const states = [];
  for await (const state of store.automaticStates()) states.push(state);
  return states;
}

describe('the saves of a game', () => {
  it('are none where there is no folder', async () => {
    const dataDir = await temporaryFolder();
    const store = new SaveStore(dataDir, GAME);
    expect(await store.list()).toEqual([]);
    expect(await store.readTitle()).toBeUndefined();
    expect(await savedGames(dataDir)).toEqual([]);
  });

  it('have save RAM as it is, in a file that other emulators know', async () => {
    const store = await preparedStore();
    await store.writeBattery(Buffer.from([1, 2, 3]));
    expect(await readFile(join(store.folder, 'battery.sav'))).toEqual(Buffer.from([1, 2, 3]));
    expect(await store.read({ kind: 'battery' })).toEqual(Buffer.from([1, 2, 3]));
  });

  it('have slots, each replaced as a whole', async () => {
    const store = await preparedStore();
    await store.writeSlot(2, exampleState());
    await store.writeSlot(2, exampleState({ payload: Buffer.from('later') }));
    const state = await store.readState({ kind: 'slot', slot: 2 });
    expect(state?.payload.toString()).toBe('later');
    expect(await readdir(store.folder)).toEqual(['slot-2.state', 'title.txt']);
  });

  it('keep the last three automatic states, also beyond the tenth', async () => {
    const store = await preparedStore();
    for (let savedAtMs = 1; savedAtMs <= 11; savedAtMs++)
      await store.writeAutomatic(exampleState({ savedAtMs }));
    expect(await names(store)).toEqual(['auto-11', 'auto-10', 'auto-9']);
    expect(await automaticStates(store)).toMatchObject([
      { state: { savedAtMs: 11 } },
      { state: { savedAtMs: 10 } },
      { state: { savedAtMs: 9 } },
    ]);
  });

  it('are listed with save RAM first, then slots, then the newest automatic state', async () => {
    const store = await preparedStore();
    await store.writeAutomatic(exampleState());
    await store.writeAutomatic(exampleState());
    await store.writeSlot(9, exampleState());
    await store.writeSlot(1, exampleState());
    await store.writeBattery(Buffer.of(0));
    await writeFile(join(store.folder, 'slot-3'), 'something else');
    expect(await names(store)).toEqual(['battery', 'slot-1', 'slot-9', 'auto-2', 'auto-1']);
  });

  it('keep the last state of each of three earlier sessions, and go back to them after those of this one', async () => {
    const store = await preparedStore();
    for (let session = 1; session <= 5; session++) {
      for (let state = 0; state < 4; state++)
        await store.writeAutomatic(exampleState({ savedAtMs: session }));
      const [newest] = await automaticStates(store);
      if (session < 5) await store.keepAsEarlier(newest!.save);
    }
    expect(await names(store)).toEqual([
      'auto-20',
      'auto-19',
      'auto-18',
      'earlier-16',
      'earlier-12',
      'earlier-8',
    ]);
    const times = (await automaticStates(store)).map(({ state }) => (state as SavedState).savedAtMs);
    expect(times).toEqual([5, 5, 5, 4, 3, 2]);
  });

  it('name a damaged state as one, and have the one before', async () => {
    const store = await preparedStore();
    await store.writeAutomatic(exampleState({ savedAtMs: 1 }));
    await store.writeAutomatic(exampleState({ savedAtMs: 2 }));
    await truncate(join(store.folder, 'auto-2.state'), 60);
    const [newest, before] = await automaticStates(store);
    expect(newest?.state).toBeInstanceOf(SaveFileFault);
    expect(newest?.state).toMatchObject({ message: 'is cut short' });
    expect(before).toMatchObject({ save: { number: 1 }, state: { savedAtMs: 1 } });
  });

  it('can be removed, one or all', async () => {
    const dataDir = await temporaryFolder();
    const store = new SaveStore(dataDir, GAME);
    await store.prepare('Example');
    await store.writeSlot(1, exampleState());
    await store.writeSlot(2, exampleState());
    await store.remove({ kind: 'slot', slot: 1 });
    expect(await names(store)).toEqual(['slot-2']);
    await store.removeAll();
    expect(await savedGames(dataDir)).toEqual([]);
  });

  it('know the title of the game', async () => {
    const store = await preparedStore();
    expect(await store.readTitle()).toBe('Example');
    await store.prepare('Renamed');
    expect(await store.readTitle()).toBe('Renamed');
  });

  it('tell what failed where the disk does', async () => {
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, 'saves'), 'no folder');
    await expect(new SaveStore(dataDir, GAME).prepare('Example')).rejects.toThrow('ENOTDIR');
  });

  it('are whole after their writer was killed in the middle of a write', async () => {
    const store = await preparedStore();
    for (let round = 0; round < 4; round++) {
      await killWhileWriting(store, round);
      const states = await automaticStates(store);
      expect(states.length).toBeGreaterThan(0);
      for (const { state } of states) expect(state).not.toBeInstanceOf(SaveFileFault);
      await store.prepare('Example');
      expect((await readdir(store.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  });
});

/** Kills a writer as soon as it has begun its third file, and a few events later each round. */
async function killWhileWriting(store: SaveStore, round: number): Promise<void> {
  const watching = new AbortController();
  onTestFinished(() => watching.abort());
  const changes = watch(store.folder, { signal: watching.signal });
  const program = join(PACKAGE_ROOT, 'test', 'fixtures', 'write-states.js');
  const writer = spawn(process.execPath, [program, join(store.folder, '..', '..'), GAME], {
    stdio: 'inherit',
  });
  const exited = once(writer, 'exit');
  const begun = new Set<string>();
  let further = round;
  for await (const { filename } of changes) {
    if (filename?.endsWith('.tmp')) begun.add(filename);
    if (begun.size >= 3 && further-- === 0) break;
  }
  writer.kill('SIGKILL');
  await exited;
  watching.abort();
}
