import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { NEUTRAL_INPUT } from '../../../cores/protocol/host-message.js';
import { readFrameNumber } from '../../../cores/test-pattern/layout.js';
import type { CoreFailure } from '../../../src/pipeline/core/core-failure.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { childrenOf } from '../../child-processes.js';
import { greyOf } from '../../cores/test-pattern/grey.js';
import { PATIENCE } from '../../patience.js';
import { Arrivals } from '../arrivals.js';
import { isRunning, kill } from '../process.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { builtIn, fixture } from './core-program-of.js';

const PLAYERS = [NEUTRAL_INPUT];

interface Restart {
  readonly failure: CoreFailure;
  readonly fromState: boolean;
}

class Staging {
  readonly formats: MediaFormat[] = [];
  readonly deaths = new Arrivals<CoreFailure>();
  readonly restarts: Restart[] = [];
  stage!: CoreStage;

  static async start(program: CoreProgram): Promise<Staging> {
    const staging = new Staging();
    staging.stage = await CoreStage.start(program, {
      onFormat: (format) => staging.formats.push(format),
      onDeath: staging.deaths.add,
      onRestart: (failure, fromState) => staging.restarts.push({ failure, fromState }),
    });
    onTestFinished(() => staging.stage.close());
    return staging;
  }

  /** Plays so many steps, keeping states between them as a game loop does, and returns the last one's frame. */
  async play(steps: number): Promise<CoreFrame | undefined> {
    let frame: CoreFrame | undefined;
    for (let step = 0; step < steps; step++) {
      frame = await this.stage.step(PLAYERS);
      if (step < steps - 1) await this.stage.keepState();
    }
    return frame;
  }

  /** Plays one step of the test pattern, and returns the number that its frame shows. */
  async playPattern(): Promise<number | undefined> {
    const frame = await this.stage.step(PLAYERS);
    const number =
      frame && readFrameNumber(greyOf(frame.pixels, frame.width, frame.height), frame.width, frame.height);
    await this.stage.keepState();
    return number;
  }
}

describe('the game of a room', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on from a state at most 5 s old when its core was killed', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const staging = await Staging.start(builtIn('test-pattern'));
    for (let frame = 1; frame <= 130; frame++) {
      vi.advanceTimersByTime(100);
      expect(await staging.playPattern()).toBe(frame);
    }
    const pid = staging.stage.pid!;
    kill(pid);
    expect(await staging.playPattern()).toBeUndefined();
    expect(isRunning(pid)).toBe(false);
    expect(staging.restarts).toMatchObject([
      { failure: { message: 'The core was ended by SIGKILL.' }, fromState: true },
    ]);
    expect(staging.deaths.all).toHaveLength(1);
    expect(staging.formats).toMatchObject([{ width: 256, height: 240 }]);
    const resumed = (await staging.playPattern())!;
    expect(resumed).toBeLessThanOrEqual(131);
    expect(resumed).toBeGreaterThan(130 - 50);
    expect(await staging.playPattern()).toBe(resumed + 1);
    expect(staging.stage.restarts).toBe(1);
  });

  it('keeps states at most every 4 s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const staging = await Staging.start(builtIn('test-pattern'));
    for (let frame = 1; frame <= 30; frame++) await staging.playPattern();
    kill(staging.stage.pid);
    // No time has passed, so there is no state yet.
    expect(await staging.playPattern()).toBeUndefined();
    expect(staging.restarts).toMatchObject([{ fromState: false }]);
    expect(await staging.playPattern()).toBe(1);
  });

  it('can be killed again, and goes on from the same state or a newer one', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const staging = await Staging.start(fixture('exits-but-saves.js', '60'));
    let last = 0;
    for (let life = 0; life < 4; life++) {
      for (let step = 0; step < 60; step++) {
        vi.advanceTimersByTime(100);
        last = (await staging.stage.step(PLAYERS))!.pixels[0]!;
        await staging.stage.keepState();
      }
      expect(await staging.stage.step(PLAYERS)).toBeUndefined();
      vi.advanceTimersByTime(10_000);
      expect(staging.restarts.at(-1)).toMatchObject({ fromState: true });
    }
    // Four lives of 60 steps, each begun at most 50 steps behind the end of the one before.
    expect(last).toBeGreaterThanOrEqual(60 + 3 * 10);
  });

  it('begins anew where the core has no states', async () => {
    const staging = await Staging.start(fixture('exits-after-steps.js', '3'));
    await staging.play(3);
    expect(await staging.stage.step(PLAYERS)).toBeUndefined();
    expect(staging.restarts).toMatchObject([
      { failure: { message: 'The core exited with code 9.' }, fromState: false },
    ]);
    // The core that took over counts its steps from 1, and lives as long.
    const frame = await staging.play(3);
    expect(frame?.step).toBe(3);
  });

  it('begins anew where the state kills the core that loads it', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const staging = await Staging.start(fixture('dies-of-states.js', '3'));
    vi.advanceTimersByTime(4000);
    await staging.play(3);
    expect(await staging.stage.step(PLAYERS)).toBeUndefined();
    expect(staging.deaths.all.map(({ message }) => message)).toEqual([
      'The core exited with code 9.',
      'The core exited with code 8.',
    ]);
    expect(staging.restarts).toMatchObject([{ fromState: false }]);
    expect((await staging.stage.step(PLAYERS))?.pixels[0]).toBe(1);
  });

  it('goes on without save RAM that kills the core it is given to, which is said', async () => {
    const staging = await Staging.start(fixture('dies-of-states.js', '0'));
    expect(await staging.stage.loadSaveRam(Buffer.of(1))).toBe('The core exited with code 9.');
    expect(staging.restarts).toMatchObject([{ fromState: false }]);
  });

  it('is given up where its core dies for the third time within 10 s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const staging = await Staging.start(fixture('exits-after-steps.js', '1'));
    for (let death = 0; death < 2; death++) {
      await staging.play(1);
      expect(await staging.stage.step(PLAYERS)).toBeUndefined();
    }
    await staging.play(1);
    await expect(staging.stage.step(PLAYERS)).rejects.toMatchObject({
      kind: 'game',
      message: 'The core exited with code 9.',
    });
    expect(staging.stage.restarts).toBe(2);
    expect(staging.deaths.all).toHaveLength(2);
  });

  it('is given up where its core can’t be started again', async () => {
    await using folder = await TemporaryFolder.make();
    const core = await folder.file(
      'core',
      `#!/bin/sh\nrm "$0"\nexec '${fixture('exits-after-steps.js').command}' 1\n`,
      0o755,
    );
    const staging = await Staging.start({ command: core, args: [], name: 'core' });
    await staging.play(1);
    await expect(staging.stage.step(PLAYERS)).rejects.toMatchObject({
      message: `The core core can't be started: spawn ${core} ENOENT.`,
    });
  });

  it('is given up where its core hangs whenever it is started again', async () => {
    await using folder = await TemporaryFolder.make();
    const staging = await Staging.start(fixture('hangs-the-second-time.js', join(folder.path, 'started')));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const failure = staging.stage.step(PLAYERS).catch((error: unknown) => error);
    await staging.deaths.reach(1);
    await nextTimer();
    vi.advanceTimersByTime(10_000);
    await staging.deaths.reach(2);
    await nextTimer();
    vi.advanceTimersByTime(10_000);
    expect(await failure).toMatchObject({ message: 'The core did not answer within 10 s.' });
  });

  it('ends at once when it is closed, be it that its core is just being started again', async () => {
    await using folder = await TemporaryFolder.make();
    const staging = await Staging.start(fixture('hangs-the-second-time.js', join(folder.path, 'started')));
    const failure = staging.stage.step(PLAYERS).catch((error: unknown) => error);
    await staging.deaths.reach(1);
    await vi.waitUntil(() => childrenOf(process.pid).length === 1, PATIENCE);
    await staging.stage.close();
    await failure;
    await vi.waitUntil(() => childrenOf(process.pid).length === 0, PATIENCE);
    expect(staging.restarts).toEqual([]);
  });

  it('leaves no process when it is closed, and closes twice without a word', async () => {
    const staging = await Staging.start(builtIn('snake'));
    const pid = staging.stage.pid!;
    const step = staging.stage.step(PLAYERS).catch((error: unknown) => error);
    await staging.stage.close();
    await step;
    expect(isRunning(pid)).toBe(false);
    await staging.stage.close();
    expect(staging.deaths.all).toEqual([]);
  });
});

/** Resolves when the host waits for a core that it has started, so that time can be let pass. */
async function nextTimer(): Promise<void> {
  await vi.waitUntil(() => vi.getTimerCount() > 0, PATIENCE);
}
