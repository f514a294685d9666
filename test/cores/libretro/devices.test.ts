import { describe, expect, it } from 'vitest';
import { CORE_MESSAGE, decodeDone, decodeRumble } from '../../../cores/protocol/core-message.js';
import { decodeDevices, decodeDiscIn } from '../../../cores/protocol/devices.js';
import {
  encodeDisc,
  encodeStep,
  HOST_MESSAGE,
  NEUTRAL_INPUT,
  type PlayerInput,
} from '../../../cores/protocol/host-message.js';
import type { Message } from '../../../cores/protocol/message-reader.js';
import { CoreProcess } from '../../core-process.js';
import { buildInputCore, readTold, type Told } from './input-core.js';

const inputCore = buildInputCore();
const START = 1 << 3;
const A = 1 << 8;
const KEY = { a: 4, b: 5, capsLock: 57, leftShift: 121, leftCtrl: 120 };
const DISC_STEPS = 40;

/** A core that plays a game, with what it sends beside its frames. */
class Played implements AsyncDisposable {
  readonly core: CoreProcess;
  readonly others: Message[] = [];
  #step = 0;

  constructor(devices: string | readonly string[], ...args: string[]) {
    const game = typeof devices === 'string' ? inputCore.game(devices) : inputCore.list(devices);
    this.core = CoreProcess.start('libretro', [inputCore.library, game, ...args]);
  }

  async step(...players: Partial<PlayerInput>[]): Promise<void> {
    const body = encodeStep({
      number: ++this.#step,
      pictureNeeded: true,
      soundNeeded: true,
      players: players.map((player) => ({ ...NEUTRAL_INPUT, ...player })),
    });
    this.core.send(HOST_MESSAGE.step, body);
    for (;;) {
      const message = await this.core.receive();
      if (message.type === CORE_MESSAGE.frame) return;
      this.others.push(message);
    }
  }

  async steps(count: number): Promise<void> {
    for (let done = 0; done < count; done++) await this.step({});
  }

  /** What the core was told so far. */
  async told(): Promise<Told> {
    this.core.send(HOST_MESSAGE.readSaveRam);
    return readTold((await this.core.receive()).body);
  }

  async setDisc(index: number): Promise<string | undefined> {
    this.core.send(HOST_MESSAGE.setDisc, encodeDisc(index));
    return decodeDone(await this.#answer(CORE_MESSAGE.done));
  }

  async saveState(): Promise<Buffer> {
    this.core.send(HOST_MESSAGE.saveState);
    return Buffer.from(await this.#answer(CORE_MESSAGE.state));
  }

  async loadState(state: Buffer): Promise<string | undefined> {
    this.core.send(HOST_MESSAGE.loadState, state);
    return decodeDone(await this.#answer(CORE_MESSAGE.done));
  }

  /** Discs that the core said of itself to be in. */
  get discsTold(): number[] {
    return this.others.filter(({ type }) => type === CORE_MESSAGE.disc).map(({ body }) => decodeDiscIn(body));
  }

  async #answer(type: number): Promise<Buffer> {
    for (;;) {
      const message = await this.core.receive();
      if (message.type === type) return message.body;
      this.others.push(message);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.core[Symbol.asyncDispose]();
  }
}

function holding(...keys: number[]): Partial<PlayerInput> {
  const bits = new Uint8Array(16);
  for (const key of keys) bits[key >> 3]! |= 1 << (key & 7);
  return { keys: bits };
}

describe('the devices of a libretro game', () => {
  it('are told as soon as the core asks for them, and once', async () => {
    await using game = new Played('mplx');
    expect((await game.core.hello()).devices).toEqual(new Set(['mouse']));
    await game.steps(3);
    expect(game.others).toHaveLength(1);
    expect(decodeDevices(game.others[0]!.body)).toEqual(new Set(['mouse', 'pointer', 'lightgun']));
  });

  it('are in the hello where the core describes or announces them, and labels with them', async () => {
    await using game = new Played('Kax');
    const { devices, buttonLabels } = await game.core.hello();
    expect(devices).toEqual(new Set(['analog', 'mouse', 'keyboard']));
    expect(buttonLabels).toEqual(
      new Map([
        [12, 'Brake'],
        [0, 'Jump'],
      ]),
    );
  });

  it('are a pad in each port that takes one, and what the user plugs in', async () => {
    await using usual = new Played('x');
    expect((await usual.core.hello()).players).toBe(2);
    expect(await usual.told()).toMatchObject({ port1: 1, port2: 2 });
    await using chosen = new Played('x', '--port', '1=paddle', '--port', '2=260');
    expect((await chosen.core.hello()).devices).toEqual(new Set(['analog', 'lightgun']));
    expect(await chosen.told()).toMatchObject({ port1: 0x105, port2: 0x104 });
  });

  it('are refused with a suggestion where a port has no such device', async () => {
    await using misspelt = new Played('x', '--port', '2=Zaper');
    expect(await misspelt.core.complaint()).toEqual({
      message: 'Port 2 takes no "Zaper".',
      hint: 'Did you mean "Zapper"?',
    });
    await using missing = new Played('x', '--port', '3=Pad');
    expect((await missing.core.complaint()).hint).toBe('Its ports are 1 to 2.');
  });
});

describe('a libretro core', () => {
  it('sees a mouse’s motion, wheel and buttons', async () => {
    await using game = new Played('m');
    await game.core.hello();
    await game.step({ mouseMotion: [5, -3, 1], mouseButtons: 1 | 8 });
    await game.step({ mouseMotion: [2, 0, 0], mouseButtons: 2 });
    expect(await game.told()).toMatchObject({ mouseX: 7, mouseY: -3, wheel: 1, mouseButtons: 2 });
  });

  it('sees every notch of a wheel, also of one that turns by several at a time, and where it is run ahead', async () => {
    await using game = new Played('m');
    await game.core.hello();
    await game.step({ mouseMotion: [0, 0, 3] });
    expect((await game.told()).wheel).toBe(1);
    await game.steps(4);
    expect((await game.told()).wheel).toBe(3);
    expect(await game.core.setRunAhead(2)).toBeUndefined();
    await game.step({ mouseMotion: [0, 0, -3] });
    await game.steps(4);
    expect((await game.told()).wheel).toBe(0);
  });

  it('sees a pointer and a light gun, on the picture and beside it', async () => {
    await using game = new Played('pl');
    await game.core.hello();
    await game.step({ pointer: [100, -200], pointerOnPicture: true, mouseButtons: 1 });
    expect(await game.told()).toMatchObject({
      pointerX: 100,
      pointerY: -200,
      pointerPressed: 1,
      pointerOff: 0,
    });
    expect(await game.told()).toMatchObject({
      gunX: 100,
      gunY: -200,
      gunTrigger: 1,
      gunOff: 0,
      gunReload: 0,
    });
    await game.step({ pointer: [100, -200], pointerOnPicture: false, mouseButtons: 1 });
    expect(await game.told()).toMatchObject({ pointerPressed: 0, pointerOff: 1, gunOff: 1, gunReload: 1 });
  });

  it('sees sticks, and triggers as buttons with a way', async () => {
    await using game = new Played('a');
    await game.core.hello();
    await game.step({ axes: [-32768, 0, 0, 0], triggers: [40_000, 0] });
    expect(await game.told()).toMatchObject({ stickX: -32768, triggerL2: 20_000 });
  });

  it('is told of keys in their order, with characters and modifiers, and may ask for them', async () => {
    await using game = new Played('kK');
    await game.core.hello();
    await game.step(holding(KEY.leftShift, KEY.a));
    await game.step(holding(KEY.leftShift, KEY.b));
    await game.step(holding());
    const { keys, keyA } = await game.told();
    expect(keys).toEqual([
      [1, 304, 0, 1],
      [1, 97, 65, 1],
      [0, 97, 0, 1],
      [1, 98, 66, 1],
      [0, 304, 0, 0],
      [0, 98, 0, 0],
    ]);
    expect(keyA).toBe(0);
  });

  it('is told of keys that any player holds, and of Caps Lock and Ctrl', async () => {
    await using game = new Played('kK');
    await game.core.hello();
    await game.step({}, holding(KEY.capsLock));
    await game.step({}, holding(KEY.a));
    expect((await game.told()).keyA).toBe(1);
    await game.step(holding(KEY.leftCtrl), holding(KEY.a));
    await game.step(holding(KEY.leftCtrl, KEY.b), {});
    expect((await game.told()).keys).toEqual([
      [1, 301, 0, 0x20],
      [0, 301, 0, 0x20],
      [1, 97, 65, 0x20],
      [1, 306, 0, 0x22],
      [0, 97, 0, 0x22],
      [1, 98, 0, 0x22],
    ]);
  });

  it('hears each key once where it is run ahead', async () => {
    await using game = new Played('K');
    await game.core.hello();
    expect(await game.core.setRunAhead(2)).toBeUndefined();
    await game.step(holding(KEY.a));
    await game.step(holding());
    await game.step(holding());
    expect((await game.told()).keyEvents).toBe(2);
  });

  it('shakes a pad, and stops', async () => {
    await using game = new Played('r');
    await game.core.hello();
    await game.step({ buttons: A });
    await game.step({ buttons: A });
    await game.step({});
    expect(game.others.map(({ body }) => decodeRumble(body))).toEqual([
      { player: 0, strong: 0xffff, weak: 0x8000 },
      { player: 0, strong: 0, weak: 0 },
    ]);
  });
});

describe('a libretro game that ends itself', () => {
  it('says so once, is run no more, and has its save RAM to be read', async () => {
    await using game = new Played('E');
    await game.core.hello();
    await game.step({});
    await game.step({ buttons: START });
    await game.step({ buttons: START });
    await game.step({});
    expect(game.others.map(({ type }) => type)).toEqual([CORE_MESSAGE.ended]);
    expect((await game.told()).runs).toBe(2);
  });

  it('has not ended where it did so in a frame to come', async () => {
    await using game = new Played('E');
    await game.core.hello();
    expect(await game.core.setRunAhead(2)).toBeUndefined();
    await game.step({});
    await game.step({});
    expect(game.others).toEqual([]);
    await game.step({ buttons: START });
    expect(game.others.map(({ type }) => type)).toEqual([CORE_MESSAGE.ended]);
  });
});

describe('the discs of a libretro game', () => {
  it('have the labels that the core gives, or the names of their files', async () => {
    await using game = new Played('d');
    const { discs, abilities } = await game.core.hello();
    expect(abilities.has('discs')).toBe(true);
    expect(discs).toEqual({ labels: ['disc-1', 'The second', 'disc-3'], first: 0 });
  });

  it('have numbers with cores of the older interface, and there are none without any', async () => {
    await using older = new Played('e');
    expect((await older.core.hello()).discs?.labels).toEqual(['Disc 1', 'Disc 2', 'Disc 3']);
    await using none = new Played('m');
    const { discs, abilities } = await none.core.hello();
    expect([discs, abilities.has('discs')]).toEqual([undefined, false]);
  });

  it('are changed with the tray open for a while', async () => {
    await using game = new Played('d');
    await game.core.hello();
    expect(await game.setDisc(2)).toBeUndefined();
    await game.steps(5);
    expect(await game.told()).toMatchObject({ ejected: 1, disc: 0 });
    await game.steps(DISC_STEPS);
    expect(await game.told()).toMatchObject({ ejected: 0, disc: 2, insertions: 1 });
    expect((await game.told()).openSteps).toBeGreaterThan(20);
  });

  it('are changed once where a second wish comes while the tray is open, and where the core is run ahead', async () => {
    await using game = new Played('d');
    await game.core.hello();
    expect(await game.core.setRunAhead(2)).toBeUndefined();
    await game.setDisc(2);
    await game.steps(10);
    await game.setDisc(1);
    await game.steps(DISC_STEPS);
    expect(await game.told()).toMatchObject({ ejected: 0, disc: 1, insertions: 1 });
  });

  it('are refused where there is no such disc', async () => {
    await using game = new Played('d');
    await game.core.hello();
    expect(await game.setDisc(3)).toBe('There is no disc 4: the game has 3.');
    await game.steps(1);
    expect((await game.told()).ejected).toBe(0);
  });
});

describe('a list of discs', () => {
  it('is read for a core that can’t: the first is in, and the others can be put in', async () => {
    await using game = new Played(['n', '2', '3']);
    const { discs, title } = await game.core.hello();
    expect(discs).toEqual({ labels: ['side 1', 'The other side', 'side 3'], first: 0 });
    expect(title).toBe('Two Sides');
    await game.steps(1);
    expect(await game.told()).toMatchObject({ disc: 0, ejected: 0 });
    await game.setDisc(2);
    await game.steps(DISC_STEPS);
    expect(await game.told()).toMatchObject({ disc: 2, ejected: 0, discMark: '3'.charCodeAt(0) });
  });

  it('of one disc is that disc, also for a core that changes none', async () => {
    await using game = new Played(['m']);
    const { discs, title } = await game.core.hello();
    expect([discs, title]).toEqual([undefined, 'Two Sides']);
  });

  it('is refused by a core that changes no discs, or takes no further ones', async () => {
    await using none = new Played(['m', '2']);
    expect((await none.core.complaint()).message).toBe(
      'The core Inputs can’t change discs, and the list names 2.',
    );
    await using fixed = new Played(['d', '2']);
    expect((await fixed.core.complaint()).message).toBe(
      'The core Inputs doesn’t take side 2.inputs as a further disc.',
    );
  });

  it('is refused where it is empty', async () => {
    await using game = new Played([]);
    expect((await game.core.complaint()).message).toContain('Two Sides.m3u names no disc.');
  });
});

describe('the disc in a saved state', () => {
  it.each(['n', 'o'])('is in again where the state is loaded, and told (core of kind %s)', async (kind) => {
    let state: Buffer;
    {
      await using game = new Played([kind, '2', '3']);
      await game.core.hello();
      await game.setDisc(1);
      await game.steps(DISC_STEPS);
      state = await game.saveState();
      await game.setDisc(2);
      await game.steps(DISC_STEPS);
      expect(await game.loadState(state)).toBeUndefined();
      expect(game.discsTold).toEqual([1, 2, 1]);
      expect(await game.told()).toMatchObject({ disc: 1, ejected: 0 });
    }
    await using again = new Played([kind, '2', '3']);
    await again.core.hello();
    expect(await again.loadState(state)).toBeUndefined();
    await again.steps(1);
    expect(await again.told()).toMatchObject({ disc: 1, ejected: 0, discMark: '2'.charCodeAt(0) });
    expect(again.discsTold).toEqual([1]);
  });

  it.each(['n', 'o'])(
    'is the one that was wanted where the tray was open (core of kind %s)',
    async (kind) => {
      await using game = new Played([kind, '2']);
      await game.core.hello();
      await game.setDisc(1);
      await game.steps(3);
      const state = await game.saveState();
      await using again = new Played([kind, '2']);
      await again.core.hello();
      await again.loadState(state);
      await again.steps(DISC_STEPS);
      expect(await again.told()).toMatchObject({ disc: 1, ejected: 0 });
      expect(again.discsTold).toEqual([1]);
    },
  );

  it('does not end a change that is under way where the core is run ahead', async () => {
    await using game = new Played(['o', '2']);
    await game.core.hello();
    expect(await game.core.setRunAhead(2)).toBeUndefined();
    await game.setDisc(1);
    await game.steps(DISC_STEPS);
    expect(await game.told()).toMatchObject({ disc: 1, ejected: 0, insertions: 2 });
  });

  it('stays as it is where the core refuses the state', async () => {
    await using game = new Played(['n', '2']);
    await game.core.hello();
    await game.setDisc(1);
    await game.steps(DISC_STEPS);
    const state = await game.saveState();
    state[8]! ^= 1;
    expect(await game.loadState(state)).toBe('This is a saved state of another game or core.');
    expect(await game.told()).toMatchObject({ disc: 1, ejected: 0 });
  });
});
