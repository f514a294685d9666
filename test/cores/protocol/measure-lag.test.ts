import { describe, expect, it, vi } from 'vitest';
import { measureLag } from '../../../cores/protocol/measure-lag.js';
import { holding } from '../../core-process.js';
import { LaggingCore } from './lagging-core.js';

function stepOf(core: LaggingCore, buttons: number): number[] {
  const players = [holding(buttons)];
  const { picture, sound } = core.step({ number: 1, pictureNeeded: true, soundNeeded: true, players });
  return [...picture!.pixels, ...sound];
}

describe('measuring the lag of a game', () => {
  it.each([0, 1, 2, 3, 4, 5])('of %i frames finds exactly that', (lag) => {
    const core = new LaggingCore(lag);
    expect(measureLag(core, core.hello.format).frames).toBe(lag);
  });

  it('finds it in a core that leaves repeated pictures out', () => {
    const core = new LaggingCore(2);
    core.leavesRepeatsOut = true;
    expect(measureLag(core, core.hello.format).frames).toBe(2);
  });

  it('sees no reaction that takes longer than six frames', () => {
    const core = new LaggingCore(6);
    expect(measureLag(core, core.hello.format).frames).toBeUndefined();
  });

  it('takes the shortest of the buttons', () => {
    const core = new LaggingCore(1);
    const step = core.step.bind(core);
    // Start alone is answered at once, by the sign of the first pixel.
    core.step = (asked) => {
      const result = step(asked);
      if (asked.players[0]!.buttons === 1 << 3) result.picture?.pixels.fill(0xff);
      return result;
    };
    expect(measureLag(core, core.hello.format).frames).toBe(0);
  });

  it('leaves the game untouched', () => {
    const [measured, other] = [new LaggingCore(3), new LaggingCore(3)];
    for (let step = 0; step < 40; step++) {
      const buttons = step % 7 < 3 ? 256 : 0;
      if (step % 5 === 0) measureLag(measured, measured.hello.format);
      expect(stepOf(measured, buttons)).toEqual(stepOf(other, buttons));
    }
  });

  it('says what a frame and a state cost', () => {
    const core = new LaggingCore(0);
    const now = vi.spyOn(performance, 'now');
    let time = 0;
    now.mockImplementation(() => time);
    const { step, saveState, loadState } = core;
    core.step = (asked) => {
      time += asked.pictureNeeded ? 50 : 2;
      return step.call(core, asked);
    };
    core.saveState = () => {
      time += 0.25;
      return saveState.call(core);
    };
    core.loadState = (state) => {
      time += 0.5;
      loadState.call(core, state);
    };
    const { hiddenFrameMicroseconds, stateMicroseconds } = measureLag(core, core.hello.format);
    now.mockRestore();
    expect(hiddenFrameMicroseconds).toBe(2000);
    expect(stateMicroseconds).toBe(750);
  });

  it('asks no more buttons after a second, so that the host gets its answer', () => {
    const core = new LaggingCore(9);
    const now = vi.spyOn(performance, 'now');
    now.mockImplementation(() => core.asked.length * 50);
    measureLag(core, core.hello.format);
    now.mockRestore();
    expect(core.asked.length).toBeLessThanOrEqual(1000 / 50 + 6);
  });

  it('tells a state that can’t be saved or loaded by a cost without end', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const core = new LaggingCore(1);
    core.canSave = false;
    const unmeasurable = { frames: undefined, stateMicroseconds: 0xffff_ffff };
    expect(measureLag(core, core.hello.format)).toMatchObject(unmeasurable);
    const crashing = new LaggingCore(1);
    crashing.crashesAt = 1;
    expect(measureLag(crashing, crashing.hello.format)).toMatchObject(unmeasurable);
    expect(stepOf(crashing, 0)).toEqual(stepOf(new LaggingCore(1), 0));
    log.mockRestore();
  });
});
