import { describe, expect, it, vi } from 'vitest';
import { FanOut } from '../../src/pipeline/fan-out.js';
import type { EncodedFrame } from '../../src/pipeline/frame.js';
import { frameLeftOut } from '../../src/pipeline/trace/trace-points.js';
import { RecordingTransport } from './transport/recording-transport.js';

const STAMP = { number: 1, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [], inputTimes: [] };
const FRAME: EncodedFrame = { stamp: STAMP, codec: 'vp8', keyframe: true, units: [Buffer.of(0)] };

const STATISTICS = { bytesSent: 0, framesSent: 0, roundTripMs: undefined, fractionLost: 0 };

function openFanOut() {
  const wishes = { count: 0 };
  const fanOut = new FanOut(() => {
    wishes.count++;
  });
  return { fanOut, wishes };
}

describe('a fan-out', () => {
  it('hands the same frame to every viewer', () => {
    const { fanOut } = openFanOut();
    const viewers = [new RecordingTransport(), new RecordingTransport()];
    for (const [index, viewer] of viewers.entries()) fanOut.add(viewer, index + 1);
    fanOut.sendFrame(FRAME);
    for (const viewer of viewers) {
      expect(viewer.frames).toEqual([FRAME]);
      expect(viewer.frames[0]).toBe(FRAME);
    }
  });

  it('tells an instrument which viewer was not sent a frame', () => {
    const { fanOut } = openFanOut();
    const waiting = new RecordingTransport();
    let framesSkipped = 0;
    const skip = () => {
      framesSkipped++;
    };
    vi.spyOn(waiting, 'sendFrame').mockImplementation(skip);
    vi.spyOn(waiting, 'statistics').mockImplementation(() => ({ ...STATISTICS, framesSkipped }));
    fanOut.add(new RecordingTransport(), 1);
    fanOut.add(waiting, 2);
    const told: unknown[] = [];
    const listen = (message: unknown) => told.push(message);
    frameLeftOut.subscribe(listen);
    fanOut.sendFrame(FRAME);
    frameLeftOut.unsubscribe(listen);
    fanOut.sendFrame(FRAME);
    expect(told).toEqual([{ number: 1, viewer: 2 }]);
  });

  it('wishes for a keyframe when a viewer joins', () => {
    const { fanOut, wishes } = openFanOut();
    expect(fanOut.keyframes.isDue(performance.now())).toBe(false);
    fanOut.add(new RecordingTransport(), 1);
    expect(wishes.count).toBe(1);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(true);
  });

  it('sends nothing more to a viewer who left, and forgets that it wished', () => {
    const { fanOut, wishes } = openFanOut();
    const viewer = new RecordingTransport();
    fanOut.add(viewer, 1);
    fanOut.remove(viewer);
    fanOut.sendFrame(FRAME);
    expect(viewer.frames).toEqual([]);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(false);
    fanOut.wishKeyframe(viewer, { afterLoss: true });
    expect(wishes.count).toBe(1);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(false);
  });

  it('does not stir for a wish that the limits refuse', () => {
    const { fanOut, wishes } = openFanOut();
    const viewer = new RecordingTransport();
    fanOut.add(viewer, 1);
    fanOut.keyframes.grant(performance.now());
    fanOut.wishKeyframe(viewer, { afterLoss: false });
    expect(wishes.count).toBe(1);
  });

  it('hands a viewer on to another at a keyframe, with no frame twice and none left out', () => {
    const { fanOut: from } = openFanOut();
    const { fanOut: to, wishes } = openFanOut();
    const viewer = new RecordingTransport();
    from.add(viewer, 1);
    to.expect(viewer, 1);
    expect(wishes.count).toBe(1);
    const send = (fanOut: FanOut, number: number) =>
      fanOut.sendFrame({ ...FRAME, stamp: { ...STAMP, number } });
    // Nothing of the other one before its keyframe.
    send(to, 7);
    send(from, 7);
    expect(to.grant(8, performance.now())).toEqual([viewer]);
    from.release(viewer, 8);
    expect(to.grant(9, performance.now() + 1000)).toEqual([]);
    send(from, 8);
    for (const number of [8, 9]) send(to, number);
    send(from, 9);
    expect(viewer.frames.map(({ stamp }) => stamp.number)).toEqual([7, 8, 9]);
    expect([from.count, to.count]).toEqual([0, 1]);
  });
});
