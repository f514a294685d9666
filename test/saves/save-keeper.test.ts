import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SaveKeeper } from '../../src/saves/save-keeper.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { exampleState, GAME } from './example-state.js';

const CORE = exampleState().core;

/** A game that takes what it is given. */
class TakingGame {
  readonly core = { ...CORE, abilities: new Set(['states', 'saveRam'] as const) };
  saveRam: string | undefined;
  state: string | undefined;

  async loadSaveRam(saveRam: Buffer): Promise<undefined> {
    this.saveRam = saveRam.toString();
  }

  async loadState(state: Buffer): Promise<undefined> {
    this.state = state.toString();
  }
}

interface Restored {
  readonly keeper: SaveKeeper;
  readonly game: TakingGame;
  readonly warnings: readonly string[];
}

async function restored(dataDir: string): Promise<Restored> {
  const warnings: string[] = [];
  const keeper = await SaveKeeper.open({
    dataDir,
    gameSha256: GAME,
    title: 'Example',
    resume: true,
    warn: (message) => warnings.push(message),
  });
  onTestFinished(() => keeper.close());
  const game = new TakingGame();
  await keeper.restore(game);
  return { keeper, game, warnings };
}

/** A folder with save RAM, a slot and two automatic states. */
async function savedGame(): Promise<{ readonly dataDir: string; readonly store: SaveStore }> {
  const dataDir = await temporaryFolder();
  const store = new SaveStore(dataDir, GAME);
  await store.prepare('Example');
  await store.writeBattery(Buffer.from('cartridge'));
  await store.writeSlot(3, exampleState());
  for (const text of ['older', 'newer']) {
    await store.writeAutomatic(exampleState({ payload: Buffer.from(text) }));
  }
  return { dataDir, store };
}

/** Puts something in the file's place that can't be read as one, whoever asks. */
async function makeUnreadable(path: string): Promise<void> {
  await rm(path);
  await mkdir(path);
}

describe('a game that is hosted', () => {
  it('goes on from the state before one that can’t be read', async () => {
    const { dataDir, store } = await savedGame();
    await makeUnreadable(store.path({ kind: 'automatic', number: 2 }));
    const { game, warnings } = await restored(dataDir);
    expect(game).toMatchObject({ state: 'older', saveRam: 'cartridge' });
    expect(warnings[0]).toMatch(
      /^The automatic state auto-2 can't be read \(EISDIR.*\)\. The one before it is tried\.$/,
    );
  });

  it('goes on from the state before one that is too large to be any', async () => {
    const { dataDir, store } = await savedGame();
    await truncate(store.path({ kind: 'automatic', number: 2 }), 3 * 2 ** 30);
    const { game, warnings } = await restored(dataDir);
    expect(game.state).toBe('older');
    expect(warnings[0]).toContain("auto-2 can't be read (it is too large for a save)");
  });

  it('is saved whatever lies in one of its slots, which says so when it is loaded', async () => {
    const { dataDir, store } = await savedGame();
    await makeUnreadable(store.path({ kind: 'slot', slot: 3 }));
    const { keeper, warnings } = await restored(dataDir);
    expect(warnings).toEqual([expect.stringContaining('The game goes on')]);
    expect(keeper.slots.filled.map(({ slot }) => slot)).toEqual([3]);
    await expect(keeper.slots.read(3, CORE.name)).rejects.toThrow(
      /^The state in slot 3 can't be read \(EISDIR/,
    );
    await keeper.slots.save(4, CORE, Buffer.from('saved'));
    expect((await keeper.slots.read(4, CORE.name)).payload.toString()).toBe('saved');
  });

  it('is saved whatever keeps its title from being read or written, and what was left behind from being removed', async () => {
    const { dataDir, store } = await savedGame();
    await makeUnreadable(join(store.folder, 'title.txt'));
    await mkdir(join(store.folder, 'left.tmp'));
    await writeFile(join(store.folder, 'left.tmp', 'behind'), '');
    const { keeper, game, warnings } = await restored(dataDir);
    expect(game).toMatchObject({ state: 'newer', saveRam: 'cartridge' });
    expect(warnings).toEqual([expect.stringContaining('The game goes on')]);
    keeper.takeSaveRam(Buffer.from('changed'));
    await keeper.close();
    expect(await readFile(store.path({ kind: 'battery' }), 'utf8')).toBe('changed');
    expect(await readdir(store.folder)).not.toContain('left.tmp');
  });

  it('is played and saved where its save RAM can’t be read, which is kept', async () => {
    const { dataDir, store } = await savedGame();
    await makeUnreadable(store.path({ kind: 'battery' }));
    const { keeper, game, warnings } = await restored(dataDir);
    expect(game).toMatchObject({ state: 'newer', saveRam: undefined });
    expect(warnings[0]).toMatch(/^The save RAM can't be read \(EISDIR.*\); it is kept as .*\.refused\.$/);
    keeper.takeSaveRam(Buffer.from('new'));
    await keeper.close();
    expect(await readFile(store.path({ kind: 'battery' }), 'utf8')).toBe('new');
  });
});
