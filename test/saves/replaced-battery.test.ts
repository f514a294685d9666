import { readFile, stat, truncate, utimes } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { keepBattery } from '../../src/saves/replaced-battery.js';
import { SaveKeeper } from '../../src/saves/save-keeper.js';
import { titleOfSave } from '../../src/saves/save-name.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { exampleState, GAME } from './example-state.js';

async function storeWith(battery?: string): Promise<SaveStore> {
  const store = new SaveStore(await temporaryFolder(), GAME);
  await store.prepare('Example');
  if (battery !== undefined) await store.writeBattery(Buffer.from(battery));
  return store;
}

async function titlesOf(store: SaveStore): Promise<string[]> {
  return (await store.list()).map(titleOfSave);
}

const text = (store: SaveStore, number: number) =>
  readFile(store.path({ kind: 'replaced-battery', number }), 'utf8');

/** A game that has the save RAM of whatever state it is taken to. */
async function keepGame(store: SaveStore) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const keeper = await SaveKeeper.open({ dataDir: store.dataDir, gameSha256: GAME, title: 'Example', warn });
  onTestFinished(() => keeper.close());
  await keeper.restore({
    core: { ...exampleState().core, abilities: new Set(['states', 'saveRam'] as const) },
    loadSaveRam: async () => undefined,
    loadState: async () => undefined,
  });
  return { keeper, warnings };
}

test('a copy of the save RAM keeps its content and the time when it was saved', async () => {
  const store = await storeWith('imported');
  const savedAt = new Date('2026-01-31T12:34:56Z');
  await utimes(store.path({ kind: 'battery' }), savedAt, savedAt);
  expect(await keepBattery(store)).toEqual({ kind: 'replaced-battery', number: 1 });
  expect(await text(store, 1)).toBe('imported');
  expect((await stat(store.path({ kind: 'replaced-battery', number: 1 }))).mtime).toEqual(savedAt);
  expect(await titlesOf(store)).toEqual(['battery', 'battery-1']);
});

test('where there is no save RAM nothing is kept', async () => {
  const store = await storeWith();
  expect(await keepBattery(store)).toBeUndefined();
  expect(await titlesOf(store)).toEqual([]);
});

test('what is kept already is not kept again, and of many the last ten stay', async () => {
  const store = await storeWith();
  for (let number = 1; number <= 12; number++) {
    await store.writeBattery(Buffer.from(`content ${number}`));
    for (const _ of [1, 2]) expect((await keepBattery(store))?.number).toBe(number);
  }
  expect(await titlesOf(store)).toEqual([
    'battery',
    ...Array.from({ length: 10 }, (_, index) => `battery-${12 - index}`),
  ]);
  expect(await text(store, 3)).toBe('content 3');
});

test('save RAM that a loaded state doesn’t have is kept before it is written over, and the host says so', async () => {
  const store = await storeWith('newer');
  const { keeper, warnings } = await keepGame(store);
  keeper.takeLoadedSaveRam(Buffer.from('older'));
  for (const saved of ['older', 'played']) keeper.takeSaveRam(Buffer.from(saved));
  await keeper.close();
  expect(warnings).toEqual([
    'The state that was loaded has other save RAM: what was saved before is kept as battery-1 (cloudgame saves list).',
  ]);
  expect(await titlesOf(store)).toEqual(['battery', 'battery-1']);
  expect(await text(store, 1)).toBe('newer');
  expect(await readFile(store.path({ kind: 'battery' }), 'utf8')).toBe('played');
});

test('where a loaded state has the very save RAM that is on the disk, nothing is kept', async () => {
  const store = await storeWith('newer');
  const { keeper, warnings } = await keepGame(store);
  keeper.takeLoadedSaveRam(Buffer.from('newer'));
  keeper.takeSaveRam(Buffer.from('played'));
  await keeper.close();
  expect(warnings).toEqual([]);
  expect(await titlesOf(store)).toEqual(['battery']);
});

test('save RAM that can’t be kept is not written over', async () => {
  const store = await storeWith('newer');
  const { keeper, warnings } = await keepGame(store);
  const path = store.path({ kind: 'battery' });
  await truncate(path, 200 * 2 ** 20);
  keeper.takeLoadedSaveRam(Buffer.from('older'));
  keeper.takeSaveRam(Buffer.from('older'));
  await keeper.close();
  expect(warnings).toEqual([
    "The game can't be saved (it is too large for a save). It is tried again while the game runs.",
  ]);
  expect((await stat(path)).size).toBe(200 * 2 ** 20);
});
