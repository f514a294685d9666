import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { CoreProcess } from '../core-process.js';
import { debianCore } from './libretro/cores.js';
import { HOMEBREW } from './real-cores/homebrew.js';

const STEPS = 2000;
const SEED = 20;
const DEMO_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');

const CORES: {
  readonly name: string;
  readonly start: () => CoreProcess;
  readonly cheat?: string;
}[] = [
  { name: 'snake', start: () => CoreProcess.start('snake') },
  { name: 'nes', start: () => CoreProcess.start('nes', [DEMO_GAME]), cheat: '0300:55' },
  {
    name: 'nestopia',
    start: () => CoreProcess.start('libretro', [debianCore('nestopia'), DEMO_GAME]),
    cheat: 'UXAAAE',
  },
  {
    name: 'gambatte',
    start: () => CoreProcess.start('libretro', [debianCore('gambatte'), join(HOMEBREW, 'game-boy.gb')]),
  },
];

/** Numbers from 0 up to `below`, the same for the same seed (Numerical Recipes' linear congruential generator). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What is held in each step: presses of random length. */
function randomInputs(roll: (below: number) => number): number[] {
  const inputs: number[] = [];
  while (inputs.length < STEPS) {
    const buttons = roll(3) === 0 ? 0 : roll(1 << 9);
    for (let left = 1 + roll(12); left > 0; left--) inputs.push(buttons);
  }
  return inputs;
}

/** A core that is played by a list of inputs, and what is to be seen of it after each. */
class Play {
  /** Steps that the game has made. */
  position = 0;
  picture = '';
  readonly #core: CoreProcess;
  readonly #inputs: readonly number[];

  constructor(core: CoreProcess, inputs: readonly number[]) {
    this.#core = core;
    this.#inputs = inputs;
  }

  async step(): Promise<void> {
    const { pixels } = await this.#core.step(this.#inputs[this.position++]!);
    // A picture that is the one before may be left out.
    if (pixels.length > 0) this.picture = createHash('sha256').update(pixels).digest('hex');
  }
}

/** Does to a game what its player may do between two steps; the game goes on as it would have without. */
class Disturbance {
  readonly #core: CoreProcess;
  readonly #play: Play;
  readonly #roll: (below: number) => number;
  readonly #cheat: string | undefined;
  readonly #states: { readonly position: number; readonly picture: string; readonly state: Buffer }[] = [];
  runAhead = 0;

  constructor(core: CoreProcess, play: Play, roll: (below: number) => number, cheat: string | undefined) {
    this.#core = core;
    this.#play = play;
    this.#roll = roll;
    this.#cheat = cheat;
  }

  /** @returns what was done. */
  async happen(): Promise<string> {
    switch (this.#roll(6)) {
      case 0:
        return this.#save();
      case 1:
        return this.#load();
      case 2:
        this.runAhead = this.#roll(5);
        expect(await this.#core.setRunAhead(this.runAhead)).toBeUndefined();
        return `run ahead by ${this.runAhead}`;
      case 3:
        await this.#core.measureLag();
        return 'lag measured';
      case 4:
        return this.#cheatAndTakeBack();
      default:
        return this.#resetAndTakeBack();
    }
  }

  async #save(): Promise<string> {
    const { position, picture } = this.#play;
    this.#states.push({ position, picture, state: await this.#core.saveState() });
    return 'saved';
  }

  /** As a slot, a rewind or the end of a core does. */
  async #load(): Promise<string> {
    const near = this.#states.filter(({ position }) => this.#play.position - position < 200);
    const chosen = near[this.#roll(near.length)];
    if (!chosen) return 'nothing';
    expect(await this.#core.loadState(chosen.state)).toBeUndefined();
    Object.assign(this.#play, { position: chosen.position, picture: chosen.picture });
    return `loaded ${chosen.position}`;
  }

  async #cheatAndTakeBack(): Promise<string> {
    if (this.#cheat === undefined) return 'nothing';
    await this.#andTakeBack(() => this.#core.setCheats(this.#cheat!));
    expect(await this.#core.setCheats()).toBeUndefined();
    return 'cheated and taken back';
  }

  async #resetAndTakeBack(): Promise<string> {
    await this.#andTakeBack(() => this.#core.reset());
    return 'reset and taken back';
  }

  async #andTakeBack(act: () => Promise<string | undefined>): Promise<void> {
    const state = await this.#core.saveState();
    expect(await act()).toBeUndefined();
    await this.#core.steps(1 + this.#roll(10), this.#roll(1 << 9));
    expect(await this.#core.loadState(state)).toBeUndefined();
  }
}

describe.each(CORES)('$name', ({ start, cheat }) => {
  it('shows the same with the same inputs, whatever its player does meanwhile', async () => {
    const roll = dice(SEED);
    const inputs = randomInputs(roll);
    await using plain = start();
    await using disturbed = start();
    await Promise.all([plain.hello(), disturbed.hello()]);
    const undisturbed = new Play(plain, inputs);
    const expected: string[] = [''];
    while (undisturbed.position < STEPS) {
      await undisturbed.step();
      expected.push(undisturbed.picture);
    }
    expect(new Set(expected).size).toBeGreaterThan(STEPS / 20);
    const play = new Play(disturbed, inputs);
    const disturbance = new Disturbance(disturbed, play, roll, cheat);
    const done: string[] = [];
    while (play.position < STEPS) {
      await play.step();
      // Ahead by as many frames with the inputs of now, which are others later.
      if (disturbance.runAhead === 0) {
        expect(play.picture, `step ${play.position} after ${done.slice(-8).join(', ')}`).toBe(
          expected[play.position],
        );
      }
      if (roll(40) === 0) done.push(`${play.position}: ${await disturbance.happen()}`);
    }
    expect(done.length).toBeGreaterThan(20);
  });
});
