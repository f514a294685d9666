import type { MediaFormat } from '../../../cores/protocol/format.js';

export const FORMAT: MediaFormat = {
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
export const FORMAT_HEX = [
  '02',
  'a000 9000',
  '4001 2001',
  '0000000000004e40',
  '555555555555f53f',
  '000000000000e040',
  '01',
].join('');

/** Hexadecimal digits without the spaces between fields. */
export function plain(hex: string): string {
  return hex.replaceAll(' ', '');
}

export function bytes(hex: string): Buffer {
  return Buffer.from(plain(hex), 'hex');
}
