import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { Access } from '../../src/room/access.js';

const PLAY = Uint8Array.from({ length: 16 }, (_, index) => index);
const WATCH = Uint8Array.from({ length: 16 }, (_, index) => 255 - index);
const access = new Access({ play: PLAY, watch: WATCH });

describe('access', () => {
  test('lets the holder of the play token play', () => {
    expect(access.permissionOf(encodeBase64Url(PLAY))).toBe('play');
  });

  test('lets the holder of the watch token watch', () => {
    expect(access.permissionOf(encodeBase64Url(WATCH))).toBe('watch');
  });

  test.each(Array.from(PLAY.keys()))('permits nothing where byte %i differs by one bit', (index) => {
    const token = PLAY.slice();
    token[index]! ^= 1;
    expect(access.permissionOf(encodeBase64Url(token))).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['a part of the token', encodeBase64Url(PLAY.subarray(0, 15))],
    ['the token with something behind it', encodeBase64Url(Uint8Array.of(...PLAY, 0))],
    ['ordinary base64 with padding', Buffer.from(WATCH).toString('base64')],
    ['base64url that is not canonical', `${encodeBase64Url(PLAY).slice(0, -1)}x`],
    ['the token in hex', Buffer.from(PLAY).toString('hex')],
    ['letters of no alphabet', '\u0000☃'.repeat(11)],
    ['a very long text', 'A'.repeat(100_000)],
  ])('permits nothing for %s', (_, token) => {
    expect(access.permissionOf(token)).toBeUndefined();
  });

  test('permits nothing for a malformed token even where a room’s token is empty', () => {
    const careless = new Access({ play: PLAY, watch: new Uint8Array() });
    expect(careless.permissionOf('!')).toBeUndefined();
  });
});
