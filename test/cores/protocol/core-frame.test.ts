import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrameHeader } from '../../../cores/protocol/core-frame.js';
import { plain } from './example-format.js';

describe('frame', () => {
  const pixels = Buffer.from('0102030405060708', 'hex');
  const sound = Buffer.from('aabbccdd', 'hex');
  const head = encodeFrameHeader({ step: 7, width: 1, height: 2, pitch: 4, pixels }, 1);

  it('has exactly these bytes before its pixels', () => {
    expect(head.toString('hex')).toBe(plain('07000000 01 0100 0200 04000000 01000000'));
  });

  it('is read back, picture and sound', () => {
    const frame = decodeFrame(Buffer.concat([head, pixels, sound]), 'xrgb8888', 2);
    expect(frame).toEqual({ step: 7, width: 1, height: 2, pitch: 4, pixels, sound });
  });

  it('may be without a picture', () => {
    const blank = encodeFrameHeader({ step: 8, width: 1, height: 2, pitch: 0, pixels: Buffer.alloc(0) }, 1);
    expect(blank.readUInt8(4)).toBe(0);
    const frame = decodeFrame(Buffer.concat([blank, sound]), 'xrgb8888', 2);
    expect(frame.pixels).toHaveLength(0);
    expect(frame.sound).toEqual(sound);
  });

  it('is refused where its size doesn’t follow from its header', () => {
    expect(() => decodeFrame(Buffer.concat([head, pixels]), 'xrgb8888', 2)).toThrow('follow from its header');
    expect(() => decodeFrame(Buffer.concat([head, pixels, sound, sound]), 'xrgb8888', 2)).toThrow(
      'frame message of 33 bytes where 29 follow from its header',
    );
    expect(() => decodeFrame(head.subarray(0, 10), 'xrgb8888', 2)).toThrow('bytes too few');
  });

  it('has the colour planes of I420 behind the brightness', () => {
    const planes = Buffer.from('101112131415aabb', 'hex').subarray(0, 6);
    const picture = encodeFrameHeader({ step: 1, width: 2, height: 2, pitch: 2, pixels: planes }, 0);
    const whole = Buffer.concat([picture, planes]);
    expect(decodeFrame(whole, 'i420', 2).pixels).toEqual(planes);
    expect(() => decodeFrame(whole.subarray(0, -1), 'i420', 2)).toThrow('where 23 follow from its header');
  });

  it.each([
    { what: 'width', width: 1, height: 2, pitch: 2 },
    { what: 'height', width: 2, height: 1, pitch: 2 },
    { what: 'pitch', width: 2, height: 2, pitch: 3 },
  ])('is refused as I420 with an odd $what', ({ width, height, pitch }) => {
    const odd = encodeFrameHeader({ step: 1, width, height, pitch, pixels }, 0);
    expect(() => decodeFrame(odd, 'i420', 2)).toThrow(
      `frame of ${width}×${height} with a pitch of ${pitch} bytes`,
    );
  });

  it('is refused where a row is longer than its pitch', () => {
    const narrow = encodeFrameHeader({ step: 1, width: 2, height: 2, pitch: 4, pixels }, 0);
    expect(() => decodeFrame(Buffer.concat([narrow, pixels]), 'xrgb8888', 2)).toThrow('pitch of 4 bytes');
    expect(decodeFrame(Buffer.concat([narrow, pixels]), 'rgb565', 2).width).toBe(2);
  });
});
