import { describe, expect, it } from 'vitest';
import {
  type FrameHeader,
  frameHeaderBytes,
  readFrameMessage,
  writeFrameHeader,
} from '../../src/protocol/frame-message.js';

const header: FrameHeader = {
  codec: 'h264',
  keyframe: true,
  number: 0xfffffffe,
  frame: { number: 1234567, stepTime: 98765.4321, coreMs: 0.501, encodeMs: 1.25 },
  inputs: [
    { sequence: 17, waitMs: 8.004 },
    { sequence: 0xffffffff, waitMs: 0 },
  ],
};

function message(of: FrameHeader, picture: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(frameHeaderBytes(of.inputs.length) + picture.length);
  bytes.set(picture, writeFrameHeader(bytes, of));
  return bytes;
}

describe('a message on the frames channel', () => {
  it('is read as it was written', () => {
    const picture = Uint8Array.of(1, 2, 3);
    expect(readFrameMessage(message(header, picture))).toEqual({ ...header, picture });
  });

  it('has the layout that its documentation gives', () => {
    const bytes = message({ ...header, codec: 'vp8', keyframe: false }, Uint8Array.of(9));
    const view = new DataView(bytes.buffer);
    expect([...bytes.subarray(0, 4)]).toEqual([1, 0, 2, 0]);
    expect(view.getUint32(4, true)).toBe(0xfffffffe);
    expect(view.getUint32(8, true)).toBe(1234567);
    expect(view.getFloat64(12, true)).toBe(98765.4321);
    expect(view.getUint32(20, true)).toBe(501);
    expect(view.getUint32(24, true)).toBe(1250);
    expect(view.getUint32(28, true)).toBe(17);
    expect(view.getUint32(32, true)).toBe(8004);
    expect(view.getUint32(36, true)).toBe(0xffffffff);
    expect(bytes[44]).toBe(9);
    expect(bytes).toHaveLength(45);
  });

  it('holds times that are too long or below zero at the ends of what it can tell', () => {
    const inputs = [{ sequence: 1, waitMs: -3 }];
    const frame = { ...header.frame, coreMs: 1e12 };
    const read = readFrameMessage(message({ ...header, frame, inputs }, Uint8Array.of(1)));
    expect(read?.frame.coreMs).toBe(0xffffffff / 1000);
    expect(read?.inputs[0]?.waitMs).toBe(0);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a header without a picture', message(header, new Uint8Array())],
    ['another version', message(header, Uint8Array.of(1)).fill(2, 0, 1)],
    ['more seats than there are bytes', message(header, Uint8Array.of(1)).fill(255, 2, 3)],
    ['a time that is none', message(header, Uint8Array.of(1)).fill(255, 12, 20)],
  ])('is refused where it is %s', (_, bytes) => {
    expect(readFrameMessage(bytes)).toBeUndefined();
  });
});
