import { describe, expect, it } from 'vitest';
import {
  type CoreHello,
  decodeDone,
  decodeError,
  decodeFormat,
  decodeFrame,
  decodeHello,
  decodeLag,
  decodeRumble,
  encodeDone,
  encodeError,
  encodeFormat,
  encodeFrameHeader,
  encodeHello,
  encodeLag,
  encodeRumble,
} from '../../../cores/protocol/core-message.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';

const FORMAT: MediaFormat = {
  pixelFormat: 'rgb565',
  width: 160,
  height: 144,
  maxWidth: 320,
  maxHeight: 288,
  framesPerSecond: 60,
  aspectRatio: 4 / 3,
  sampleRate: 32768,
  channels: 1,
};
const FORMAT_HEX = [
  '02',
  'a000 9000',
  '4001 2001',
  '0000000000004e40',
  '555555555555f53f',
  '000000000000e040',
  '01',
].join('');

const HELLO: CoreHello = {
  abilities: new Set(['states', 'options']),
  players: 2,
  name: 'nes',
  version: '1.0',
  title: 'Pong',
  format: FORMAT,
  buttonLabels: new Map([[8, 'Serve']]),
  options: [{ key: 'size', label: 'Size', values: ['a', 'bc'] }],
};
const HELLO_HEX = [
  '0100', // protocol version
  '0900', // states 1 + options 8
  '02', // players
  '0300 6e6573', // nes
  '0300 312e30', // 1.0
  '0400 506f6e67', // Pong
  FORMAT_HEX,
  '01 08 0500 5365727665', // one label: button 8, Serve
  '01 0400 73697a65 0400 53697a65 02 0100 61 0200 6263', // size, Size, a, bc
].join('');

describe('hello', () => {
  it('has exactly these bytes', () => {
    expect(encodeHello(HELLO).toString('hex')).toBe(plain(HELLO_HEX));
  });

  it('is read back as it was', () => {
    expect(decodeHello(bytes(HELLO_HEX))).toEqual(HELLO);
  });

  it('is refused where a byte is missing or one too many', () => {
    const whole = bytes(HELLO_HEX);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeHello(whole.subarray(0, length)), `${length} bytes`).toThrow('bytes too few');
    }
    expect(() => decodeHello(Buffer.concat([whole, Buffer.alloc(3)]))).toThrow('1 bytes too many');
  });

  it('names the version where another is spoken', () => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt16LE(2, 0);
    expect(() => decodeHello(other)).toThrow('core protocol 2 where 1 is spoken');
  });

  it.each([0, 17])('is refused with %i players', (players) => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt8(players, 4);
    expect(() => decodeHello(other)).toThrow(`${players} players`);
  });

  it('is refused with a label for a button that no pad has', () => {
    const hello = { ...HELLO, buttonLabels: new Map([[16, 'Turbo']]) };
    expect(() => decodeHello(encodeHello(hello))).toThrow('a label for button 16');
  });

  it('passes over abilities of later versions', () => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt16LE(0x8001, 2);
    expect([...decodeHello(other).abilities]).toEqual(['states']);
  });
});

describe('format', () => {
  it('has exactly these bytes, and is read back', () => {
    expect(encodeFormat(FORMAT).toString('hex')).toBe(plain(FORMAT_HEX));
    expect(decodeFormat(bytes(FORMAT_HEX))).toEqual(FORMAT);
  });

  it('says square pixels with a zero', () => {
    const square = { ...FORMAT, aspectRatio: 160 / 144 };
    const encoded = encodeFormat(square);
    expect(encoded.readDoubleLE(17)).toBe(0);
    expect(decodeFormat(encoded)).toEqual(square);
  });

  it('keeps a fractional rate to the last bit', () => {
    const exact = { ...FORMAT, framesPerSecond: 39375000 / 655171 };
    expect(decodeFormat(encodeFormat(exact)).framesPerSecond).toBe(60.098813897440515);
  });

  it.each<[string, Partial<MediaFormat>]>([
    ['picture size', { width: 0 }],
    ['picture size', { width: 321 }],
    ['largest picture size', { maxWidth: 5000 }],
    ['frames per second', { framesPerSecond: 0 }],
    ['frames per second', { framesPerSecond: Number.NaN }],
    ['frames per second', { framesPerSecond: 1001 }],
    ['aspect ratio', { aspectRatio: 11 }],
    ['aspect ratio', { aspectRatio: 0.05 }],
    ['sample rate', { sampleRate: 0 }],
    ['sample rate', { channels: 0 }],
  ])('is refused with an impossible %s', (field, wrong) => {
    expect(() => decodeFormat(encodeFormat({ ...FORMAT, ...wrong }))).toThrow(`impossible ${field}`);
  });

  it('is refused with an unknown pixel format or three channels', () => {
    const pixels = Buffer.from(bytes(FORMAT_HEX));
    pixels.writeUInt8(9, 0);
    expect(() => decodeFormat(pixels)).toThrow('unknown pixel format 9');
    const channels = Buffer.from(bytes(FORMAT_HEX));
    channels.writeUInt8(3, channels.length - 1);
    expect(() => decodeFormat(channels)).toThrow('3 sound channels');
  });
});

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

describe('the smaller messages', () => {
  it('done is 1 and an empty text', () => {
    expect(encodeDone().toString('hex')).toBe('010000');
    expect(decodeDone(encodeDone())).toBeUndefined();
  });

  it('a refusal is 0 and the reason', () => {
    expect(encodeDone('no').toString('hex')).toBe('0002006e6f');
    expect(decodeDone(encodeDone('no'))).toBe('no');
    expect(decodeDone(Buffer.from('000000', 'hex'))).toBe('no reason given');
  });

  it('rumble is player, strong, weak', () => {
    const rumble = { player: 1, strong: 0xffff, weak: 0x0102 };
    expect(encodeRumble(rumble).toString('hex')).toBe('01ffff0201');
    expect(decodeRumble(encodeRumble(rumble))).toEqual(rumble);
  });

  it('lag is frames, 255 where none was seen, and two costs', () => {
    const lag = { frames: 3, hiddenFrameMicroseconds: 0x0102, stateMicroseconds: 0xffffffff };
    expect(encodeLag(lag).toString('hex')).toBe('0302010000ffffffff');
    expect(decodeLag(encodeLag(lag))).toEqual(lag);
    const none = { ...lag, frames: undefined };
    expect(encodeLag(none).readUInt8(0)).toBe(255);
    expect(decodeLag(encodeLag(none))).toEqual(none);
  });

  it('an error is two texts in UTF-8', () => {
    const complaint = { message: 'é', hint: '' };
    expect(encodeError(complaint).toString('hex')).toBe('0200c3a90000');
    expect(decodeError(encodeError(complaint))).toEqual(complaint);
  });

  it.each([decodeDone, decodeRumble, decodeError, decodeLag])('%o refuses a cut body', (decode) => {
    expect(() => decode(Buffer.from([0]))).toThrow('bytes too few');
  });
});

function plain(hex: string): string {
  return hex.replaceAll(' ', '');
}

function bytes(hex: string): Buffer {
  return Buffer.from(plain(hex), 'hex');
}
