import { describe, expect, it } from 'vitest';
import { SnakeCore } from '../../../cores/snake/snake-core.js';
import { holding } from '../../core-process.js';

const START = 1 << 3;

describe('the snake core', () => {
  it('gives the same pictures and sounds for the same inputs, through a whole game', () => {
    const [one, other] = [new SnakeCore(), new SnakeCore()];
    for (let frame = 0; frame < 1500; frame++) {
      const inputs = inputsAt(frame);
      expect(digest(one, inputs)).toBe(digest(other, inputs));
    }
  });

  it('moves its picture in every phase, also when nobody plays', () => {
    const core = new SnakeCore();
    const pictures = new Set(Array.from({ length: 120 }, () => digest(core, [])));
    expect(pictures.size).toBeGreaterThan(100);
  });

  it('shows a turn in the very step in which it is pressed', () => {
    const [turning, straight] = [new SnakeCore(), new SnakeCore()];
    for (const core of [turning, straight]) {
      digest(core, [START]);
      for (let frame = 0; frame < 125; frame++) digest(core, []);
    }
    expect(digest(turning, [1 << 4])).not.toBe(digest(straight, []));
  });

  it('draws nothing where the picture is not needed, and plays all the same', () => {
    const [seen, unseen] = [new SnakeCore(), new SnakeCore()];
    for (let frame = 0; frame < 60; frame++) {
      digest(seen, inputsAt(frame));
      expect(step(unseen, inputsAt(frame), false).picture).toBeUndefined();
    }
    expect(digest(unseen, [])).toBe(digest(seen, []));
  });

  it('never clicks: sounds swell and die away', () => {
    const core = new SnakeCore();
    let last = 0;
    for (let frame = 0; frame < 600; frame++) {
      const { sound } = step(core, inputsAt(frame));
      const first = sound[0]!;
      expect(Math.abs(first - last), `frame ${frame}`).toBeLessThan(3500);
      last = sound[sound.length - 2]!;
    }
  });

  it('refuses a damaged state in words', () => {
    const core = new SnakeCore();
    const state = Buffer.from(core.saveState());
    state[100] = state[100]! ^ 1;
    expect(() => core.loadState(state)).toThrow('The state is damaged');
  });

  it('keeps its high score over a reset', () => {
    const core = new SnakeCore();
    core.reset();
    expect(digest(core, [])).toBe(digest(new SnakeCore(), []));
  });
});

/** Start at once, then turns that make a stair. */
function inputsAt(frame: number): number[] {
  if (frame === 30) return [START, START, 0, START];
  const button = frame % 40 < 3 ? 1 << (4 + ((frame / 40) & 3)) : 0;
  return [button, button, 0, button];
}

function step(core: SnakeCore, buttons: readonly number[], pictureNeeded = true) {
  return core.step({ number: 1, pictureNeeded, soundNeeded: true, players: buttons.map(holding) });
}

/** Picture and sound of a step as one text to compare. */
function digest(core: SnakeCore, buttons: readonly number[]): string {
  const { picture, sound } = step(core, buttons);
  const pixels = Buffer.from(picture!.pixels).toString('latin1');
  return pixels + Buffer.from(sound.buffer).toString('latin1');
}
