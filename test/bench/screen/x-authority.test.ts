import { expect, test } from 'vitest';
import { xAuthority } from '../../../src/bench/screen/x-authority.js';

test('writes one entry for any host and any display', () => {
  const cookie = Uint8Array.from({ length: 16 }, (_, index) => index);
  expect(xAuthority(cookie).toString('hex')).toBe(
    [
      'ffff',
      '0000',
      '0000',
      `0012${Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')}`,
      '0010000102030405060708090a0b0c0d0e0f',
    ].join(''),
  );
});
