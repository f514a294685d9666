import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { CoreProcess } from '../../core-process.js';
import { A, REAL_CORES, type RealCore, startRealCore, WARM_UP } from './homebrew.js';

const STEPS = 90;
const RIGHT = 1 << 7;

/** Presses of several lengths, none of them in time with anything. */
function buttonsOf(step: number): number {
  return (step % 11 < 4 ? A : 0) | (step % 7 < 2 ? RIGHT : 0);
}

function hashOf(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

interface Played {
  readonly pictures: readonly string[];
  readonly sounds: readonly string[];
}

/** Plays the steps from `first` to `last`, and gives what came of each. */
async function play(core: CoreProcess, first: number, last: number): Promise<Played> {
  const frames: CoreFrame[] = [];
  for (let step = first; step <= last; step++) frames.push(await core.step(buttonsOf(step)));
  return {
    pictures: frames.map(({ width, height, pixels }) => hashOf(`${width} ${height} `, pixels)),
    sounds: frames.map(({ sound }) => hashOf(sound)),
  };
}

/** What has to be the same after a state was loaded: not all cores have in it what their sound was made of. */
function fromState({ pictures, sounds }: Played, { soundInStates }: RealCore): Partial<Played> {
  return soundInStates ? { pictures, sounds } : { pictures };
}

describe.each(REAL_CORES)('$core', (real) => {
  it('gives the same pictures and sound for the same inputs in two processes', async () => {
    await using one = startRealCore(real);
    await using other = startRealCore(real);
    await Promise.all([one.hello(), other.hello()]);
    const [mine, yours] = await Promise.all([play(one, 1, STEPS), play(other, 1, STEPS)]);
    expect(yours).toEqual(mine);
    expect(new Set(mine.pictures.slice(WARM_UP)).size).toBe(STEPS - WARM_UP);
  });

  it('goes on from a state as if nothing had happened, in its process and in a new one', async () => {
    await using core = startRealCore(real);
    await core.hello();
    await play(core, 1, WARM_UP);
    const state = await core.saveState();
    const played = fromState(await play(core, WARM_UP + 1, STEPS), real);
    expect(await core.loadState(state)).toBeUndefined();
    expect(await play(core, WARM_UP + 1, STEPS)).toMatchObject(played);
    await using next = startRealCore(real);
    await next.hello();
    expect(await next.loadState(state)).toBeUndefined();
    expect(await play(next, WARM_UP + 1, STEPS)).toMatchObject(played);
  });

  it('is not disturbed by the saving of states', async () => {
    await using plain = startRealCore(real);
    await using saved = startRealCore(real);
    await Promise.all([plain.hello(), saved.hello()]);
    await Promise.all([play(plain, 1, WARM_UP), play(saved, 1, WARM_UP)]);
    for (let step = WARM_UP + 1; step <= STEPS; step++) {
      await saved.saveState();
      expect(await play(saved, step, step), `step ${step}`).toEqual(await play(plain, step, step));
    }
  });
});

describe.each(REAL_CORES)('$core, run ahead', (real) => {
  it.each([1, 2, 4])(
    'by %i shows the frames that come so much later with the same buttons',
    async (frames) => {
      await using plain = startRealCore(real);
      await using ahead = startRealCore(real);
      await Promise.all([plain.hello(), ahead.hello()]);
      await Promise.all([plain.steps(WARM_UP), ahead.steps(WARM_UP)]);
      expect(await ahead.setRunAhead(frames)).toBeUndefined();
      await plain.steps(frames, A);
      for (let step = 1; step <= 30; step++) {
        const [later, shown] = await Promise.all([plain.step(A), ahead.step(A)]);
        expect(shown.pixels.equals(later.pixels), `picture of step ${step}`).toBe(true);
      }
    },
  );

  it('sounds as without, and leaves the game where it is without', async () => {
    await using plain = startRealCore(real);
    await using ahead = startRealCore(real);
    await Promise.all([plain.hello(), ahead.hello()]);
    await Promise.all([plain.steps(WARM_UP), ahead.steps(WARM_UP)]);
    await ahead.setRunAhead(2);
    for (let step = 1; step <= 60; step++) {
      const held = buttonsOf(step);
      const [own, shown] = await Promise.all([plain.step(held), ahead.step(held)]);
      expect(shown.sound.equals(own.sound), `sound of step ${step}`).toBe(true);
    }
    const state = await ahead.saveState();
    await ahead.setRunAhead(0);
    const played = await play(plain, 61, STEPS);
    expect(await play(ahead, 61, STEPS)).toEqual(played);
    await using next = startRealCore(real);
    await next.hello();
    expect(await next.loadState(state)).toBeUndefined();
    expect(await play(next, 61, STEPS)).toMatchObject(fromState(played, real));
  });
});
