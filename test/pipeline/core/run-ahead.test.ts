import { describe, expect, it, onTestFinished } from 'vitest';
import type { Lag } from '../../../cores/protocol/core-message.js';
import { isPatchLit, readFrameNumber } from '../../../cores/test-pattern/layout.js';
import type { CoreProcess } from '../../../src/pipeline/core/core-process.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { framesWithin, RunAhead, type RunAheadSetting } from '../../../src/pipeline/core/run-ahead.js';
import { holding } from '../../core-process.js';
import { greyOf } from '../../cores/test-pattern/grey.js';
import { kill } from '../process.js';
import { builtIn, fixture } from './core-program-of.js';

const FRAME_MS = 16;
const LAG: Lag = { frames: 2, hiddenFrameMicroseconds: 1000, stateMicroseconds: 500 };

/** The test pattern as a game that takes so many frames to react. */
function lagging(lag: number): CoreProgram {
  const pattern = builtIn('test-pattern');
  return { ...pattern, args: [...pattern.args, String(lag)] };
}

async function stageOf(program: CoreProgram, setting: RunAheadSetting) {
  const stage = await CoreStage.start(program, {
    onFormat: () => {},
    onDeath: () => {},
    onRestart: () => {},
  });
  onTestFinished(() => stage.close());
  const warnings: string[] = [];
  const runAhead = new RunAhead(setting, (message) => warnings.push(message));
  stage.useRunAhead(runAhead);
  const step = async (buttons = 0) => {
    const frame = await stage.step([holding(buttons)]);
    if (!frame) return undefined;
    const { pixels, width, height } = frame;
    const grey = greyOf(pixels, width, height);
    return { number: readFrameNumber(grey, width, height), lit: isPatchLit(grey, width, height, 0) };
  };
  return { stage, runAhead, warnings, step };
}

/** A core that never was: answers as it is told, and notes what it was set to. */
class CoreDouble {
  readonly set: number[] = [];
  readonly hello = { name: 'double', abilities: new Set(['states', 'runAhead']) };
  readonly format = { framesPerSecond: 1000 / FRAME_MS };
  refusal: string | undefined;
  measured = 0;

  constructor(public lag: Lag = LAG) {}

  async setRunAhead(frames: number): Promise<string | undefined> {
    this.set.push(frames);
    return this.refusal;
  }

  async measureLag(): Promise<Lag> {
    this.measured++;
    return this.lag;
  }

  get process(): CoreProcess {
    return this as unknown as CoreProcess;
  }
}

function played(setting: RunAheadSetting) {
  const warnings: string[] = [];
  const runAhead = new RunAhead(setting, (message) => warnings.push(message));
  const step = async (core: CoreDouble, buttons: number, stepMs = 1) => {
    await runAhead.prepare(core.process, [holding(0), holding(buttons)]);
    runAhead.review(core.process, stepMs);
  };
  return { runAhead, warnings, step };
}

describe('the number of frames to run ahead', () => {
  it.each<[string, Partial<Lag>, number]>([
    ['the lag', {}, 2],
    ['none where the game reacts at once', { frames: 0 }, 0],
    ['none where no reaction was seen', { frames: undefined }, 0],
    ['four where the lag is longer', { frames: 5 }, 4],
    ['as many as fit into half of a frame’s time', { frames: 3, hiddenFrameMicroseconds: 3750 }, 2],
    ['exactly half of a frame’s time, but no more', { frames: 3, hiddenFrameMicroseconds: 2500 }, 3],
    ['none where states take longer than that', { stateMicroseconds: 9000 }, 0],
    ['none where states can’t be had', { stateMicroseconds: 0xffff_ffff }, 0],
    ['the lag where a frame costs less than can be measured', { hiddenFrameMicroseconds: 0 }, 2],
  ])('is %s', (_which, lag, frames) => {
    expect(framesWithin({ ...LAG, ...lag }, FRAME_MS)).toBe(frames);
  });
});

describe.each([0, 1, 2, 3])('a room whose game has %i frames of lag', (lag) => {
  it('is run ahead by them with auto, from the first button on', async () => {
    const { runAhead, warnings, step } = await stageOf(lagging(lag), 'auto');
    for (let frame = 1; frame <= 5; frame++) expect(await step()).toEqual({ number: frame, lit: false });
    expect(await step(256)).toEqual({ number: 6 + lag, lit: true });
    expect(runAhead.frames).toBe(lag);
    expect(await step(256)).toEqual({ number: 7 + lag, lit: true });
    expect(warnings).toEqual([]);
  });
});

describe('a room that is run ahead', () => {
  it('is so from its first step, and again after its core died', async () => {
    const { stage, step } = await stageOf(lagging(3), 2);
    expect(await step()).toEqual({ number: 3, lit: false });
    expect(await step(256)).toEqual({ number: 4, lit: false });
    expect(await step(256)).toEqual({ number: 5, lit: true });
    kill(stage.pid);
    expect(await step()).toBeUndefined();
    expect(await step()).toEqual({ number: 3, lit: false });
  });

  it('goes on without where the core can’t, and says so once', async () => {
    const { runAhead, warnings, stage } = await stageOf(fixture('exits-but-saves.js', '60'), 2);
    for (let step = 1; step <= 3; step++) {
      expect((await stage.step([holding(256)]))!.pixels[0]).toBe(step);
    }
    expect(runAhead.frames).toBe(0);
    expect(warnings).toEqual([
      "The game goes on without run-ahead: the core fixture can't be taken back to an earlier frame. Another core may do better.",
    ]);
  });
});

describe('run-ahead', () => {
  it('of 0 asks the core for nothing', async () => {
    const core = new CoreDouble();
    const { step, warnings } = played(0);
    await step(core, 256);
    core.hello.abilities.clear();
    await step(core, 256);
    expect([core.set, core.measured, warnings]).toEqual([[], 0, []]);
  });

  it('that is automatic measures once, when any player holds a button', async () => {
    const core = new CoreDouble();
    const { step } = played('auto');
    await step(core, 0);
    expect(core.measured).toBe(0);
    for (const buttons of [256, 256, 0, 256]) await step(core, buttons);
    expect([core.measured, core.set]).toEqual([1, [2]]);
  });

  it('that is automatic looks again at later presses where no reaction was seen, five times in all', async () => {
    const core = new CoreDouble({ ...LAG, frames: undefined });
    const { step, warnings } = played('auto');
    for (let press = 0; press < 4; press++) for (const buttons of [1, 1, 0]) await step(core, buttons);
    expect([core.measured, warnings]).toEqual([4, []]);
    for (let press = 0; press < 4; press++) for (const buttons of [1, 1, 0]) await step(core, buttons);
    expect([core.measured, core.set]).toEqual([5, []]);
    expect(warnings).toEqual([expect.stringContaining('no reaction to a button was seen')]);
  });

  it.each<[string, Partial<Lag>, string]>([
    ['are too slow', { stateMicroseconds: 8000 }, 'takes the core too long'],
    ['can’t be had', { frames: undefined, stateMicroseconds: 0xffff_ffff }, "can't save and load"],
  ])('that is automatic goes on without where states %s, and says so once', async (_how, lag, words) => {
    const core = new CoreDouble({ ...LAG, ...lag });
    const { step, warnings } = played('auto');
    for (const buttons of [1, 0, 1, 0, 1]) await step(core, buttons);
    expect([core.measured, core.set]).toEqual([1, []]);
    expect(warnings).toEqual([expect.stringContaining(words)]);
  });

  it('that the core refuses is given up with its reason', async () => {
    const core = new CoreDouble();
    core.refusal = 'no';
    const { step, warnings } = played(3);
    await step(core, 0);
    await step(core, 0);
    expect(core.set).toEqual([3]);
    expect(warnings).toEqual([expect.stringContaining('the core refused it (no)')]);
  });

  it('is given up where the core turns out to have no states, which is said once', async () => {
    const core = new CoreDouble();
    const { runAhead, step, warnings } = played(2);
    await step(core, 0);
    for (let failure = 0; failure < 3; failure++) {
      runAhead.doWithoutStates();
      await step(core, 0);
    }
    expect(core.set).toEqual([2, 0]);
    expect(warnings).toEqual([expect.stringContaining("the core can't save the game's state")]);
  });

  it('is set in the core that takes over, with what was measured', async () => {
    const { step } = played('auto');
    await step(new CoreDouble(), 256);
    const next = new CoreDouble();
    await step(next, 0);
    expect([next.measured, next.set]).toEqual([0, [2]]);
  });

  it('that makes most steps longer than a frame is given up', async () => {
    const core = new CoreDouble();
    const { step, warnings } = played(2);
    for (let frame = 0; frame < 240; frame++) await step(core, 0, frame % 2 ? FRAME_MS + 1 : FRAME_MS - 1);
    expect(warnings).toEqual([]);
    for (let frame = 0; frame < 240; frame++) await step(core, 0, FRAME_MS + 1);
    expect(core.set).toEqual([2, 0]);
    expect(warnings).toEqual([expect.stringContaining('longer with it than a frame lasts')]);
  });
});
