import { describe, expect, it } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '../../src/protocol/base64url.js';

describe('base64url', () => {
  it('writes the examples of RFC 4648 without padding', () => {
    const write = (text: string) => encodeBase64Url(new TextEncoder().encode(text));
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(write)).toEqual([
      '',
      'Zg',
      'Zm8',
      'Zm9v',
      'Zm9vYg',
      'Zm9vYmE',
      'Zm9vYmFy',
    ]);
  });

  it('uses the two letters that a URL leaves alone', () => {
    expect(encodeBase64Url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-');
  });

  it('reads back every length that it wrote', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255);
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    }
  });

  it.each([
    ['padding', 'Zg=='],
    ['white space', 'Zm8 '],
    ['a line break at the end', 'Zm8\n'],
    ['the letters of ordinary base64', '+//+'],
    ['a length that no bytes have', 'Zm9vY'],
    ['stray bits at the end', 'Zh'],
    ['stray bits at the end of two bytes', 'Zm9'],
    ['letters beyond ASCII', 'Zmé8'],
  ])('refuses %s', (_what, text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });
});
