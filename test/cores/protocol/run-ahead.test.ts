import { describe, expect, it, vi } from 'vitest';
import { NEUTRAL_INPUT, type Step } from '../../../cores/protocol/host-message.js';
import { RunAhead } from '../../../cores/protocol/run-ahead.js';
import { holding } from '../../core-process.js';
import { LATER_FORMAT, LaggingCore } from './lagging-core.js';

const A = 1 << 8;

/** A core that is run ahead, and what its host sees. */
class Played {
  readonly runAhead: RunAhead;
  /** What the host shows: the buttons to which the game reacts, and the frame; kept where no picture comes. */
  shown: { frame: number; buttons: number } | undefined;
  #number = 0;

  constructor(
    readonly core: LaggingCore,
    frames: number,
  ) {
    this.runAhead = new RunAhead(core);
    this.runAhead.setFrames(frames);
  }

  step(buttons = 0, changes: Partial<Step> = {}) {
    const needed = { pictureNeeded: true, soundNeeded: true };
    const players = [holding(buttons)];
    const answer = this.runAhead.step({ number: ++this.#number, ...needed, players, ...changes });
    const pixels = answer.picture && Buffer.from(answer.picture.pixels);
    const sound = [...answer.sound];
    this.runAhead.takeBack();
    if (pixels) this.shown = { frame: pixels.readUInt16LE(0), buttons: pixels.readUInt16LE(2) };
    return { ...answer, pixels, sound, shown: this.shown };
  }
}

describe('running ahead', () => {
  it.each([0, 1, 2, 3, 4])('by %i frames shows a reaction as many frames earlier', (frames) => {
    const played = new Played(new LaggingCore(4), frames);
    played.step();
    const held = Array.from({ length: 5 }, () => played.step(A).shown!.buttons);
    expect(held.indexOf(A)).toBe(4 - frames);
  });

  it('shows what the game shows so many steps later, and has its sound as it comes', () => {
    const plain = new Played(new LaggingCore(1), 0);
    const ahead = new Played(new LaggingCore(1), 3);
    const plainAnswers = Array.from({ length: 10 }, () => plain.step());
    for (let step = 0; step < 7; step++) {
      const { shown, sound } = ahead.step();
      expect(shown).toEqual(plainAnswers[step + 3]!.shown);
      expect(sound).toEqual(plainAnswers[step]!.sound);
    }
  });

  it('has a picture in the format of its own frame where a later one has another, and no picture', () => {
    const core = new LaggingCore(0);
    core.leavesRepeatsOut = true;
    core.changesAt = 2;
    const { shown, format } = new Played(core, 1).step(A);
    expect(shown).toEqual({ frame: 0, buttons: A });
    expect(format).toEqual(core.hello.format);
  });

  it('leaves the game where the steps took it', () => {
    const plain = new Played(new LaggingCore(2), 0);
    const ahead = new Played(new LaggingCore(2), 2);
    for (const buttons of [0, A, 1, 0, 2, 2, A]) {
      plain.step(buttons);
      ahead.step(buttons);
      expect(ahead.core.saveState()).toEqual(plain.core.saveState());
    }
  });

  it('asks for the sound of the step and the picture of the frame shown, and for nothing else', () => {
    const played = new Played(new LaggingCore(0), 3);
    played.step();
    played.core.asked.length = 0;
    played.step();
    expect(played.core.asked).toEqual(['s', '', '', 'p']);
  });

  it('plays on with buttons but not with motion, which belongs to one step', () => {
    const played = new Played(new LaggingCore(0), 2);
    played.step(0, { players: [{ ...NEUTRAL_INPUT, mouseMotion: [5, 0, 0] }] });
    expect(played.core.motionSeen).toBe(5);
  });

  it('plays nothing on where the host needs no picture', () => {
    const played = new Played(new LaggingCore(0), 2);
    played.step(0, { pictureNeeded: false });
    expect(played.core.asked).toEqual(['s']);
    expect(played.step().shown!.frame).toBe(4);
  });

  it('shows what a core leaves out as a repeat, also of a frame that nobody saw', () => {
    const core = new LaggingCore(1);
    core.leavesRepeatsOut = true;
    const played = new Played(core, 3);
    played.step();
    // The reaction is in the first of three frames that are played on, and not shown again in the others.
    expect(played.step(A).shown!.buttons).toBe(A);
    expect(played.step(A).pixels).toBeUndefined();
    expect(played.step(0).shown!.buttons).toBe(0);
  });

  it('goes on without as long as the state can’t be saved, with pictures', () => {
    const played = new Played(new LaggingCore(0), 2);
    played.step();
    played.core.canSave = false;
    played.step();
    expect(played.step().shown!.frame).toBe(3);
    played.core.canSave = true;
    expect(played.step().shown!.frame).toBe(6);
  });

  it('stops for good where the game can’t be taken back', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const played = new Played(new LaggingCore(0), 2);
    played.core.takesStates = false;
    expect(played.step().shown!.frame).toBe(3);
    expect(played.step().shown!.frame).toBe(4);
    expect(played.step().shown!.frame).toBe(5);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('is refused by a core without states, or with its own clock, or that can’t load its own, or for too many frames', () => {
    const { hello, step, saveState } = new LaggingCore(0);
    const core = new LaggingCore(0);
    expect(() => new RunAhead({ hello, step, saveState }).setFrames(1)).toThrow('no states');
    expect(() => new RunAhead({ hello, step }).setFrames(0)).not.toThrow();
    expect(() => new RunAhead(core).setFrames(5)).toThrow('at most 4 frames, not by 5');
    core.takesStates = false;
    expect(() => new RunAhead(core).setFrames(1)).toThrow('The state can’t be loaded.');
  });
});

describe('a format that changes while the core is run ahead', () => {
  it('is that of the frame shown as for the picture, and of the step as for rate and sound', () => {
    const core = new LaggingCore(0);
    core.changesAt = 5;
    const played = new Played(core, 2);
    const answers = Array.from({ length: 6 }, () => played.step());
    expect(answers.map(({ format }) => format.width)).toEqual([2, 2, 4, 4, 4, 4]);
    expect(answers.map(({ format }) => format.pixelFormat).slice(1, 3)).toEqual(['rgb565', 'xrgb1555']);
    expect(answers.map(({ pixels }) => pixels!.length)).toEqual([4, 4, 8, 8, 8, 8]);
    expect(answers.map(({ format }) => format.channels)).toEqual([1, 1, 1, 1, 2, 2]);
    expect(answers.map(({ format }) => format.framesPerSecond)).toEqual([60, 60, 60, 60, 50, 50]);
    expect(answers.map(({ sound }) => sound.length)).toEqual([1, 1, 1, 1, 2, 2]);
    expect(answers.at(-1)!.format).toEqual(LATER_FORMAT);
  });

  it('holds for all steps after it without', () => {
    const core = new LaggingCore(0);
    core.changesAt = 2;
    const played = new Played(core, 0);
    const answers = Array.from({ length: 4 }, () => played.step());
    expect(answers.map(({ format }) => format.channels)).toEqual([1, 2, 2, 2]);
  });
});
