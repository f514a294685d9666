import { describe, expect, it } from 'vitest';
import { NO_FRAME } from '../../../src/protocol/input-packet.js';
import { GapWatch, type Numbered } from '../../../web-player/src/frame-worker/gap-watch.js';

/** A watch, and the numbers that came out of it; a keyframe's number is written as text. */
function watch() {
  const decoded: number[] = [];
  const dropped: number[] = [];
  const gaps = new GapWatch<Numbered>(
    ({ number }) => decoded.push(number),
    ({ number }) => dropped.push(number),
  );
  const push = (...messages: readonly (number | string)[]) => {
    for (const message of messages) {
      gaps.push({ number: Number(message), keyframe: typeof message === 'string' });
    }
  };
  return { gaps, decoded, dropped, push };
}

describe('the watch for gaps where messages are repeated', () => {
  function patient() {
    const clock = { now: 0 };
    const decoded: number[] = [];
    const gaps = new GapWatch<Numbered>(
      ({ number }) => decoded.push(number),
      () => {},
      () => clock.now,
    );
    gaps.patience = 100;
    const push = (number: number, keyframe = false) => gaps.push({ number, keyframe });
    return { gaps, clock, decoded, push };
  }

  it('waits for a missing message, and goes on with all that came behind it', () => {
    const { gaps, clock, decoded, push } = patient();
    push(0, true);
    for (const number of [2, 3, 4, 5, 6]) {
      clock.now += 16;
      push(number);
    }
    expect([gaps.keyframeWanted, decoded]).toEqual([false, [0]]);
    push(1);
    expect([gaps.keyframeWanted, decoded]).toEqual([false, [0, 1, 2, 3, 4, 5, 6]]);
  });

  it('wants a keyframe when it has waited long enough, and takes the message all the same', () => {
    const { gaps, clock, decoded, push } = patient();
    push(0, true);
    push(2);
    clock.now += 100;
    push(3);
    expect(gaps.keyframeWanted).toBe(true);
    push(1);
    expect([gaps.keyframeWanted, decoded]).toEqual([false, [0, 1, 2, 3]]);
    push(5);
    clock.now += 99;
    push(6);
    expect(gaps.keyframeWanted).toBe(false);
  });

  it('keeps what follows on a first keyframe that isn’t whole yet', () => {
    const { gaps, decoded, push } = patient();
    push(1);
    push(2);
    expect(gaps.keyframeWanted).toBe(true);
    push(0, true);
    expect([gaps.keyframeWanted, decoded]).toEqual([false, [0, 1, 2]]);
  });

  it('gives up what it would have to keep for too long', () => {
    const { gaps, decoded, push } = patient();
    push(0, true);
    for (let number = 2; number < 80; number++) push(number);
    expect(gaps.keyframeWanted).toBe(true);
    push(80, true);
    expect(decoded).toEqual([0, 80]);
  });
});

describe('the watch for gaps', () => {
  it('decodes what follows a keyframe without a gap', () => {
    const { gaps, decoded, push } = watch();
    expect(gaps.last).toBe(NO_FRAME);
    push('0', 1, 2, 3);
    expect(decoded).toEqual([0, 1, 2, 3]);
    expect([gaps.last, gaps.keyframeWanted, gaps.missing]).toEqual([3, false, 0]);
  });

  it('wants a keyframe at once when a message is missing, and goes on with it', () => {
    const { gaps, decoded, dropped, push } = watch();
    push('0', 1, 3);
    expect(gaps.keyframeWanted).toBe(true);
    push(4, '5', 6);
    expect(decoded).toEqual([0, 1, 5, 6]);
    expect(dropped).toEqual([3, 4]);
    expect([gaps.keyframeWanted, gaps.missing]).toEqual([false, 1]);
  });

  it('wants a keyframe where the first one was lost', () => {
    const { gaps, decoded, push } = watch();
    push(1);
    expect(gaps.keyframeWanted).toBe(true);
    push(2, '3');
    expect(decoded).toEqual([3]);
  });

  it('decodes messages that were only overtaken, in their order, and wants nothing any more', () => {
    const { gaps, decoded, push } = watch();
    push('0', 3, 2, 1, 4);
    expect(decoded).toEqual([0, 1, 2, 3, 4]);
    expect([gaps.keyframeWanted, gaps.missing]).toEqual([false, 0]);
  });

  it('takes what overtook a keyframe after it', () => {
    const { decoded, dropped, push } = watch();
    push('0', 1, 3, 5, '4');
    expect(decoded).toEqual([0, 1, 4, 5]);
    expect(dropped).toEqual([3]);
  });

  it('waits for an overtaken message no longer than for a few', () => {
    const { gaps, decoded, dropped, push } = watch();
    push('0', 2, 3, 4, 5, 6, 1);
    expect(decoded).toEqual([0]);
    expect(dropped).toEqual([2, 3, 4, 5, 6, 1]);
    push('7', 8);
    expect(decoded).toEqual([0, 7, 8]);
    expect(gaps.keyframeWanted).toBe(false);
  });

  it('drops what comes too late, keyframes as well', () => {
    const { decoded, dropped, push } = watch();
    push('0', '3', '2', 1, 4);
    expect(decoded).toEqual([0, 3, 4]);
    expect(dropped).toEqual([2, 1]);
  });

  it('counts on beyond 32 bits', () => {
    const { gaps, decoded, push } = watch();
    push('4294967294', 4294967295, 0, 1);
    expect(decoded).toEqual([4294967294, 4294967295, 0, 1]);
    expect(gaps.missing).toBe(0);
  });

  it('goes on with a keyframe after the decoder was emptied', () => {
    const { gaps, decoded, push } = watch();
    push('0', 1);
    gaps.restart();
    expect(gaps.keyframeWanted).toBe(true);
    push(2, '3', 4);
    expect(decoded).toEqual([0, 1, 3, 4]);
  });
});
