import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeOption, HOST_MESSAGE } from '../../cores/protocol/host-message.js';
import { isPatchLit, readFrameNumber } from '../../cores/test-pattern/layout.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { CoreProcess } from '../core-process.js';
import { greyOf } from './test-pattern/grey.js';

const DEMO_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const A_AND_RIGHT = (1 << 8) | (1 << 7);
const STEPS = 60;

const CORES = [
  { name: 'nes', args: [DEMO_GAME] },
  { name: 'snake', args: [] },
  { name: 'test-pattern', args: ['2'] },
];

function buttonsOf(step: number): number {
  return step % 11 < 4 ? A_AND_RIGHT : 0;
}

describe.each(CORES)('the core $name, run ahead', ({ name, args }) => {
  it('sounds as without, and gives the same frames each time', async () => {
    await using plain = CoreProcess.start(name, args);
    await using one = CoreProcess.start(name, args);
    await using other = CoreProcess.start(name, args);
    const hellos = await Promise.all([plain.hello(), one.hello(), other.hello()]);
    expect(hellos[0].abilities).toContain('runAhead');
    for (const core of [one, other]) expect(await core.setRunAhead(2)).toBeUndefined();
    for (let step = 1; step <= STEPS; step++) {
      const held = buttonsOf(step);
      const frames = await Promise.all([plain.step(held), one.step(held), other.step(held)]);
      expect(frames[1].sound.equals(frames[0].sound), `sound of step ${step}`).toBe(true);
      expect(frames[2].sound.equals(frames[1].sound), `sound of step ${step}, again`).toBe(true);
      expect(frames[2].pixels.equals(frames[1].pixels), `picture of step ${step}`).toBe(true);
    }
  });

  it('shows the picture that comes two steps later with the same buttons held', async () => {
    await using plain = CoreProcess.start(name, args);
    await using ahead = CoreProcess.start(name, args);
    await Promise.all([plain.hello(), ahead.hello()]);
    await ahead.setRunAhead(2);
    await plain.steps(2, A_AND_RIGHT);
    for (let step = 1; step <= STEPS; step++) {
      const frames = await Promise.all([plain.step(A_AND_RIGHT), ahead.step(A_AND_RIGHT)]);
      expect(frames[1].pixels.equals(frames[0].pixels), `picture of step ${step}`).toBe(true);
    }
  });

  it('goes on as if nothing had happened where its lag is measured', async () => {
    await using plain = CoreProcess.start(name, args);
    await using measured = CoreProcess.start(name, args);
    await Promise.all([plain.hello(), measured.hello()]);
    for (let step = 1; step <= STEPS; step++) {
      if (step % 20 === 0) await measured.measureLag();
      const held = buttonsOf(step);
      const [mine, yours] = await Promise.all([plain.step(held), measured.step(held)]);
      expect(yours.pixels.equals(mine.pixels), `picture of step ${step}`).toBe(true);
      expect(yours.sound.equals(mine.sound), `sound of step ${step}`).toBe(true);
    }
  });

  it('saves the game where it is, and not a frame to come', async () => {
    await using plain = CoreProcess.start(name, args);
    await using ahead = CoreProcess.start(name, args);
    await Promise.all([plain.hello(), ahead.hello()]);
    await ahead.setRunAhead(3);
    await Promise.all([plain.steps(20, A_AND_RIGHT), ahead.steps(20, A_AND_RIGHT)]);
    const states = [await plain.saveState(), await ahead.saveState()];
    for (const state of states) {
      await using next = CoreProcess.start(name, args);
      await next.hello();
      expect(await next.loadState(state)).toBeUndefined();
      const [mine, yours] = await Promise.all([next.step(), plain.step()]);
      expect(mine.pixels.equals(yours.pixels)).toBe(true);
      await plain.loadState(states[0]!);
    }
  });
});

describe.each([0, 1, 2, 3])('a game with %i frames of lag', (lag) => {
  const start = () => CoreProcess.start('test-pattern', [String(lag)]);

  it('is found to have exactly them', async () => {
    await using core = start();
    await core.hello();
    await core.steps(10);
    const { frames, hiddenFrameMicroseconds, stateMicroseconds } = await core.measureLag();
    expect(frames).toBe(lag);
    expect(hiddenFrameMicroseconds).toBeLessThan(0xffff_ffff);
    expect(stateMicroseconds).toBeLessThan(0xffff_ffff);
  });

  it('reacts at once where it is run ahead by them', async () => {
    await using core = start();
    await core.hello();
    await core.setRunAhead(lag);
    await core.steps(10);
    const { pixels, width, height } = await core.step(A_AND_RIGHT);
    const grey = greyOf(pixels, width, height);
    expect(isPatchLit(grey, width, height, 0)).toBe(true);
    expect(readFrameNumber(grey, width, height)).toBe(11 + lag);
  });
});

describe('set run-ahead', () => {
  it('is refused for more frames than four', async () => {
    await using core = CoreProcess.start('test-pattern');
    await core.hello();
    expect(await core.setRunAhead(5)).toMatch(/at most 4 frames/);
    expect(await core.setRunAhead(4)).toBeUndefined();
  });

  it('says a changed format once, be it that every step is taken back', async () => {
    await using core = CoreProcess.start('test-pattern');
    await core.hello();
    await core.setRunAhead(2);
    core.send(HOST_MESSAGE.setOption, encodeOption('size', '320x200'));
    expect((await core.receive()).type).toBe(0x84);
    for (let step = 0; step < 6; step++) expect((await core.step()).width).toBe(320);
    expect(core.formats.map(({ width }) => width)).toEqual([256, 320]);
  });
});
