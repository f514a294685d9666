import { describe, expect, it } from 'vitest';
import {
  decodeDone,
  decodeError,
  decodeFormat,
  decodeLag,
  decodeRumble,
  encodeDone,
  encodeError,
  encodeFormat,
  encodeLag,
  encodeRumble,
} from '../../../cores/protocol/core-message.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { bytes, FORMAT, FORMAT_HEX, plain } from './example-format.js';

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
