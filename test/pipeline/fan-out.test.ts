import { describe, expect, it, vi } from 'vitest';
import { FanOut } from '../../src/pipeline/fan-out.js';
import type { EncodedFrame, EncodedSound } from '../../src/pipeline/frame.js';
import { frameLeftOut } from '../../src/pipeline/trace/trace-points.js';
import { RecordingTransport } from './transport/recording-transport.js';

const STAMP = { number: 1, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [], inputTimes: [] };
const FRAME: EncodedFrame = { stamp: STAMP, codec: 'vp8', keyframe: true, units: [Buffer.of(0)] };
const SOUND: EncodedSound = { data: Buffer.of(1), timestamp: 0, afterGap: true };

const STATISTICS = { bytesSent: 0, framesSent: 0, roundTripMs: undefined, fractionLost: 0 };

function openFanOut() {
  const wishes = { count: 0 };
  const fanOut = new FanOut(() => {
    wishes.count++;
  });
  return { fanOut, wishes };
}

describe('a fan-out', () => {
  it('hands the same frame and sound to every viewer', () => {
    const { fanOut } = openFanOut();
    const viewers = [new RecordingTransport(), new RecordingTransport()];
    for (const viewer of viewers) fanOut.add(viewer);
    fanOut.sendFrame(FRAME);
    fanOut.sendSound(SOUND);
    for (const viewer of viewers) {
      expect(viewer.frames).toEqual([FRAME]);
      expect(viewer.frames[0]).toBe(FRAME);
      expect(viewer.sound[0]).toBe(SOUND);
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
    for (const viewer of [new RecordingTransport(), waiting]) fanOut.add(viewer);
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
    fanOut.add(new RecordingTransport());
    expect(wishes.count).toBe(1);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(true);
  });

  it('sends nothing more to a viewer who left, and forgets that it wished', () => {
    const { fanOut, wishes } = openFanOut();
    const viewer = new RecordingTransport();
    fanOut.add(viewer);
    fanOut.remove(viewer);
    fanOut.sendFrame(FRAME);
    fanOut.sendSound(SOUND);
    expect(viewer.frames).toEqual([]);
    expect(viewer.sound).toEqual([]);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(false);
    fanOut.wishKeyframe(viewer, { afterLoss: true });
    expect(wishes.count).toBe(1);
    expect(fanOut.keyframes.isDue(performance.now())).toBe(false);
  });

  it('does not stir for a wish that the limits refuse', () => {
    const { fanOut, wishes } = openFanOut();
    const viewer = new RecordingTransport();
    fanOut.add(viewer);
    fanOut.keyframes.grant(performance.now());
    fanOut.wishKeyframe(viewer, { afterLoss: false });
    expect(wishes.count).toBe(1);
  });
});
