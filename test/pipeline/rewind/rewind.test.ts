import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { DEFAULT_HISTORY_BYTES, History } from '../../../src/pipeline/rewind/history.js';
import { Rewinder } from '../../../src/pipeline/rewind/rewinder.js';
import { holding } from '../../core-process.js';
import { debianCore } from '../../cores/libretro/cores.js';
import { Arrivals } from '../arrivals.js';
import { builtIn, fixture } from '../core/core-program-of.js';
import { kill } from '../process.js';

const DEMO_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const A_AND_RIGHT = (1 << 8) | (1 << 7);
/** More than any of the machines takes for a few states. */
const PATIENCE_STEPS = 20_000;

const CORES: [name: string, program: () => CoreProgram][] = [
  ['snake', () => builtIn('snake')],
  ['nes', () => withArgs(builtIn('nes'), DEMO_GAME)],
  ['nestopia', () => withArgs(builtIn('libretro'), debianCore('nestopia'), DEMO_GAME)],
];

function withArgs(program: CoreProgram, ...args: string[]): CoreProgram {
  return { ...program, args: [...program.args, ...args] };
}

/** A game without a clock: its steps follow one another at once. */
class Game {
  readonly history: History;
  readonly rewinder: Rewinder;
  readonly restarts = new Arrivals<boolean>();
  /** What was seen in each step, in the order of the game's time; the first is step 0. */
  readonly seen: string[] = [];
  stage!: CoreStage;

  static async start(program: CoreProgram, historyBytes = DEFAULT_HISTORY_BYTES): Promise<Game> {
    const restarts = new Arrivals<boolean>();
    const stage = await CoreStage.start(program, {
      onFormat: () => {},
      onDeath: () => {},
      onRestart: (_failure, fromState) => restarts.add(fromState),
    });
    onTestFinished(() => stage.close());
    return new Game(stage, historyBytes, restarts);
  }

  private constructor(stage: CoreStage, historyBytes: number, restarts: Arrivals<boolean>) {
    this.stage = stage;
    this.restarts = restarts;
    this.history = new History(historyBytes);
    this.rewinder = new Rewinder(stage, this.history);
    stage.useHistory(this.history);
  }

  /** Plays the step of that number, with what is always held in it. */
  async step(number: number): Promise<string> {
    const frame = await this.stage.step([holding(number % 11 < 4 ? A_AND_RIGHT : 0)]);
    const hash = hashOf(frame, this.seen[number - 1]);
    await this.stage.keepState();
    return hash;
  }

  async playUntil(enough: () => boolean): Promise<void> {
    while (!enough()) {
      expect(this.seen.length).toBeLessThan(PATIENCE_STEPS);
      this.seen.push(await this.step(this.seen.length));
    }
  }

  /** Goes back by so many pictures; what is seen meanwhile. */
  async back(pictures: number): Promise<string[]> {
    const shown: string[] = [];
    for (let tick = 0; shown.length < pictures && tick < PATIENCE_STEPS; tick++) {
      const frame = await this.rewinder.tick();
      if (frame) shown.push(hashOf(frame, undefined));
    }
    return shown;
  }
}

/** A picture that is the one before is not sent again. */
function hashOf(frame: CoreFrame | undefined, before: string | undefined): string {
  if (frame?.pixels.length === 0) return before ?? 'none';
  return createHash('sha256')
    .update(frame?.pixels ?? '')
    .digest('hex');
}

describe.each(CORES)('rewinding %s', (_name, program) => {
  it('shows what was seen, backwards, and the game goes on from there with the same pictures', async () => {
    const game = await Game.start(program());
    await game.playUntil(() => game.history.length >= 6);
    const played = game.seen.length;
    const frames = game.history.frames;
    const shown = await game.back(4);
    expect(shown).toHaveLength(4);
    await game.rewinder.end();
    const wentBack = frames - game.history.frames;
    expect(wentBack).toBeGreaterThan(4);
    const here = played - wentBack;
    // The picture that was shown last is the one that comes next.
    expect(shown.at(-1)).toBe(game.seen[here]);
    for (let number = here; number < played; number++) {
      expect(await game.step(number), `picture ${number} of ${played}`).toBe(game.seen[number]);
    }
  });
});

describe('rewinding', () => {
  it('stops at the oldest state', async () => {
    const game = await Game.start(builtIn('snake'));
    await game.playUntil(() => game.history.length >= 3);
    // It is at the third already.
    expect(await game.back(10)).toHaveLength(2);
    expect(game.history.frames).toBe(0);
    expect(game.history.nextStepBack).toBeUndefined();
    await game.rewinder.end();
    await game.playUntil(() => game.history.length >= 3);
  });

  it('stays within its memory', async () => {
    const limit = 600_000;
    const game = await Game.start(withArgs(builtIn('nes'), DEMO_GAME), limit);
    await game.playUntil(() => game.seen.length > 100 && game.history.length >= 3);
    for (let count = 0; count < 300; count++) {
      await game.step(count);
      expect(game.history.bytes).toBeLessThanOrEqual(limit);
    }
  });

  it('says why it can’t be with a core without states, without memory, and with states that are too large', async () => {
    const game = await Game.start(fixture('exits-after-steps.js', '9'));
    expect(game.history.refusal(game.stage)).toMatch(
      /has no saved states to go back to\. Another core may\.$/,
    );
    const off = await Game.start(builtIn('snake'), 0);
    expect(off.history.refusal(off.stage)).toMatch(/^Rewinding is switched off/);
    await off.playUntil(() => off.seen.length > 50);
    expect(off.history.bytes).toBe(0);
    const small = await Game.start(withArgs(builtIn('nes'), DEMO_GAME), 200_000);
    await small.playUntil(() => small.history.refusal(small.stage) !== undefined);
    expect(small.history.refusal(small.stage)).toBe(
      'A state of the core nes has 1 MiB, too many for the 1 MiB that rewinding may use. Give it more with --rewind-memory.',
    );
  });

  it('goes on where the core died and was started from a state', async () => {
    const game = await Game.start(builtIn('snake'));
    await game.playUntil(() => game.history.length >= 4);
    await game.back(2);
    await game.rewinder.end();
    const { frames } = game.history;
    for (let count = 0; count < 3; count++) await game.step(count);
    kill(game.stage.pid);
    await game.step(3);
    expect(await game.restarts.reach(1)).toEqual([true]);
    expect(game.history.frames).toBe(frames);
    await game.back(1);
    await game.rewinder.end();
  });

  it('begins anew where the core did', async () => {
    const game = await Game.start(builtIn('snake'));
    await game.playUntil(() => game.history.length >= 3);
    kill(game.stage.pid);
    await game.step(0);
    // From a state only where the machine took more than 4 s to get here.
    const [fromState] = await game.restarts.reach(1);
    expect(game.history.length > 0).toBe(fromState);
  });
});

describe('how often states are taken', () => {
  const game = {
    hello: { name: 'slow', abilities: new Set(['states'] as const) },
    format: { framesPerSecond: 60 },
  };

  function costing(costMs: number): History {
    const history = new History(DEFAULT_HISTORY_BYTES);
    for (let count = 0; count < 5; count++) history.keep(Buffer.alloc(100), costMs, count);
    return history;
  }

  it.each([
    [0.1, 4],
    [1.33, 4],
    [4, 12],
    [20, 60],
  ])('follows from what one costs: %d ms make it every %i frames', (costMs, frames) => {
    expect(costing(costMs).interval(game)).toBe(frames);
    expect(costing(costMs).refusal(game)).toBeUndefined();
  });

  it('is never where a core is too slow, which is said', () => {
    expect(costing(50).refusal(game)).toBe(
      'The core slow takes 50 ms to save its state, too long to do it all the time. Another core may be faster.',
    );
  });

  it('is not judged by moments in which the machine was busy', () => {
    const history = costing(50);
    history.keep(Buffer.alloc(100), 20, 6);
    expect(history.refusal(game)).toBeUndefined();
    expect(history.interval(game)).toBe(120);
    const young = new History(DEFAULT_HISTORY_BYTES);
    young.keep(Buffer.alloc(100), 500, 1);
    expect(young.refusal(game)).toBeUndefined();
  });

  it('is not more often in a second where the game is played faster, nor more often in the game where it is slower', () => {
    const history = costing(0.1);
    for (let step = 0; step < 4; step++) history.countStep([]);
    expect(history.isDue(game, 20)).toBe(false);
    expect(history.isDue(game, 70)).toBe(true);
    const slow = costing(0.1);
    for (let step = 0; step < 3; step++) slow.countStep([]);
    expect(slow.isDue(game, 1000)).toBe(false);
  });
});
