import { describe, expect, it } from 'vitest';
import type { Core } from '../../../cores/protocol/core.js';
import { RunAhead } from '../../../cores/protocol/run-ahead.js';
import { holding } from '../../core-process.js';

const A = 1 << 8;

/** A machine that draws and sounds the number of its frame; whatever is loaded into it is noted. */
class Machine implements Core {
  readonly hello: Core['hello'] = {
    name: 'numbers',
    version: '1',
    title: '',
    players: 1,
    format: {
      pixelFormat: 'xrgb8888',
      width: 1,
      height: 1,
      maxWidth: 1,
      maxHeight: 1,
      framesPerSecond: 60,
      aspectRatio: 1,
      sampleRate: 48_000,
      channels: 1,
    },
    buttonLabels: new Map(),
    options: [],
  };
  frame = 0;
  loads = 0;
  option = '';
  saveRam = Uint8Array.of(0);
  understudy?: () => Core | undefined;

  step() {
    this.frame++;
    const picture = {
      width: 1,
      height: 1,
      pitch: 4,
      pixels: Uint8Array.of(this.frame, this.saveRam[0]!, 0, 0),
    };
    return { picture, sound: Int16Array.of(this.frame) };
  }

  saveState() {
    return Uint8Array.of(this.frame);
  }

  loadState(state: Uint8Array) {
    this.loads++;
    this.frame = state[0]!;
  }

  setOption(_key: string, value: string) {
    this.option = value;
  }

  readSaveRam() {
    return this.saveRam.slice();
  }

  writeSaveRam(bytes: Uint8Array) {
    this.saveRam = bytes.slice();
  }
}

function runningAhead(frames: number, second: Machine | null = new Machine()) {
  const first = new Machine();
  let asked = 0;
  first.understudy = () => {
    asked++;
    return second ?? undefined;
  };
  const runAhead = new RunAhead(first);
  runAhead.setFrames(frames);
  const loadsAtStart = first.loads;
  const step = (number: number) => {
    const answer = runAhead.step({
      number,
      pictureNeeded: true,
      soundNeeded: true,
      players: [holding(number % 2 ? A : 0)],
    });
    const seen = { picture: answer.picture?.pixels[0], sound: answer.sound[0] };
    runAhead.takeBack();
    return seen;
  };
  return { first, second, runAhead, step, asked: () => asked, loads: () => first.loads - loadsAtStart };
}

describe('a core with an understudy', () => {
  it('never has to go back, while the understudy shows the frames to come', () => {
    const { first, second, step, loads } = runningAhead(2);
    for (let number = 1; number <= 5; number++) {
      expect(step(number)).toEqual({ picture: number + 2, sound: number });
      expect(first.frame).toBe(number);
    }
    expect(loads()).toBe(0);
    expect(second?.loads).toBe(5);
  });

  it('is asked for it once, and only where it is run ahead', () => {
    const { runAhead, asked } = runningAhead(0);
    expect(asked()).toBe(0);
    for (const frames of [1, 0, 3]) runAhead.setFrames(frames);
    expect(asked()).toBe(1);
  });

  it('has it told of options, and follow what the cartridge keeps', () => {
    const { first, second, runAhead, step } = runningAhead(1);
    runAhead.tell((core) => core.setOption?.('palette', 'rgb'));
    first.saveRam = Uint8Array.of(7);
    step(1);
    expect(second).toMatchObject({ option: 'rgb', saveRam: Uint8Array.of(7) });
  });

  it('is taken back itself where the understudy can’t follow, or doesn’t know all', () => {
    const broken = new Machine();
    broken.loadState = () => {
      throw new Error('no');
    };
    const cases = [runningAhead(2, broken), runningAhead(2, null), runningAhead(2)];
    cases[2]!.runAhead.dismissUnderstudy();
    for (const { step, loads } of cases) {
      expect(step(1)).toEqual({ picture: 3, sound: 1 });
      expect(step(2)).toEqual({ picture: 4, sound: 2 });
      expect(loads()).toBe(2);
    }
    expect(cases[2]!.second?.loads).toBe(0);
  });
});
