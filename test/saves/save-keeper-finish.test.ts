import { describe, expect, onTestFinished, test } from 'vitest';
import { SaveKeeper } from '../../src/saves/save-keeper.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { exampleState, GAME } from './example-state.js';

async function keepGame() {
  const dataDir = await temporaryFolder();
  const keeper = await SaveKeeper.open({ dataDir, gameSha256: GAME, title: 'Example', warn: () => {} });
  onTestFinished(() => keeper.close());
  await keeper.restore({
    core: { ...exampleState().core, abilities: new Set(['states'] as const) },
    loadSaveRam: async () => undefined,
    loadState: async () => undefined,
  });
  const store = new SaveStore(dataDir, GAME);
  /** What the automatic states hold, from the newest on. */
  const written = async () => {
    await keeper.close();
    const texts: string[] = [];
    for await (const { state } of store.automaticStates()) {
      if ('payload' in state) texts.push(Buffer.from(state.payload).toString());
    }
    return texts;
  };
  return { keeper, written };
}

describe('the end of a game', () => {
  test('writes how it stands', async () => {
    const { keeper, written } = await keepGame();
    keeper.takeState(Buffer.from('a moment ago'));
    await keeper.finish({ finish: async () => ({ state: Buffer.from('now'), saveRam: undefined }) });
    expect(await written()).toEqual(['now']);
  });

  test('writes the newest state that there is where the core died', async () => {
    const { keeper, written } = await keepGame();
    keeper.takeState(Buffer.from('a while ago'));
    keeper.takeState(Buffer.from('a moment ago'));
    await keeper.finish({ finish: () => Promise.reject(new Error('The core died.')) });
    expect(await written()).toEqual(['a moment ago']);
  });

  test('writes the newest state that there is where the core hangs', async () => {
    const { keeper, written } = await keepGame();
    keeper.takeState(Buffer.from('a moment ago'));
    await keeper.finish({ finish: () => new Promise(() => {}) });
    expect(await written()).toEqual(['a moment ago']);
  });

  test('writes nothing where there never was a state', async () => {
    const { keeper, written } = await keepGame();
    await keeper.finish({ finish: () => Promise.reject(new Error('The core died.')) });
    expect(await written()).toEqual([]);
  });
});
