import { describe, expect, test } from 'vitest';
import type { ControlledGame } from '../../src/host/control/controlled-game.js';
import { GameControl } from '../../src/host/game-control.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { SaveWriter } from '../../src/saves/save-writer.js';
import { Slots } from '../../src/saves/slots.js';
import { GAME } from '../saves/example-state.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

/** A game that is a text, and does what it is asked when the test lets it. */
async function controlText() {
  let until: Promise<unknown> = Promise.resolve();
  const game = {
    core: { name: 'example', version: '1', abilities: new Set(['states', 'reset'] as const) },
    text: 'begin',
    paused: false,
    speed: 1 as const,
    rewinding: false as boolean,
    pause: () => {},
    resume: () => {},
    advance: () => {},
    setSpeed: () => undefined,
    startRewind: () => {
      game.rewinding = true;
      return undefined;
    },
    stopRewind: () => {
      game.rewinding = false;
    },
    saveState: async (): Promise<Buffer> => {
      await until;
      return Buffer.from(game.text);
    },
    loadState: async (state: Buffer) => {
      game.text = state.toString();
      return undefined;
    },
    reset: async () => {
      game.text = 'begin';
      return undefined;
    },
    setDisc: async () => undefined,
    setCheats: async () => undefined,
  } satisfies ControlledGame & { text: string };
  const store = new SaveStore(await temporaryFolder(), GAME);
  await store.prepare('Example');
  const slots = new Slots(store, new SaveWriter(store));
  const control = new GameControl({ game, slots, onPaused: () => {}, onChoice: () => {} });
  const hold = () => {
    let release = () => {};
    until = new Promise<void>((resolve) => {
      release = resolve;
    });
    return release;
  };
  const payload = async (slot: number) =>
    Buffer.from((await store.readState({ kind: 'slot', slot }))!.payload).toString();
  return { game, control, hold, payload };
}

describe('what is asked of a game at once', () => {
  test('is done in its order', async () => {
    const { game, control, payload } = await controlText();
    await control.carryOut({ kind: 'save', slot: 1 }, 'host');
    game.text = 'later';
    const results = await Promise.all([
      control.carryOut({ kind: 'load', slot: 1 }, 'v1'),
      control.carryOut({ kind: 'save', slot: 2 }, 'v2'),
      control.carryOut({ kind: 'undo' }, 'v1'),
      control.carryOut({ kind: 'save', slot: 3 }, 'v2'),
    ]);
    expect(results.map(({ done }) => done)).toEqual([true, true, true, true]);
    expect([await payload(2), await payload(3)]).toEqual(['begin', 'later']);
  });

  test('is refused where too much is under way, but for the end of a rewind', async () => {
    const { game, control, hold } = await controlText();
    await control.carryOut({ kind: 'rewind', on: true }, 'v1');
    const release = hold();
    const saves = Array.from({ length: 8 }, (_, index) =>
      control.carryOut({ kind: 'save', slot: index + 1 }, 'v1'),
    );
    expect(await control.carryOut({ kind: 'save', slot: 9 }, 'v2')).toEqual({
      done: false,
      message: 'The host is still at what was asked before. Try again in a moment.',
    });
    expect(await control.carryOut({ kind: 'rewind', on: false }, 'v1')).toMatchObject({ done: true });
    expect(game.rewinding).toBe(false);
    release();
    expect((await Promise.all(saves)).every(({ done }) => done)).toBe(true);
  });

  test('ends the rewind of who is gone, and of nobody else', async () => {
    const { game, control } = await controlText();
    await control.carryOut({ kind: 'rewind', on: true }, 'v1');
    control.leave('v2');
    expect(game.rewinding).toBe(true);
    control.leave('v1');
    expect(game.rewinding).toBe(false);
  });
});
