import { describe, expect, test } from 'vitest';
import { formatRoomKeys, makeRoomKeys, parseRoomKeys } from '../../src/signalling/room-keys.js';

describe('the text of a room’s keys', () => {
  test('reads back as it was written', () => {
    const keys = makeRoomKeys();
    expect(parseRoomKeys(formatRoomKeys(keys))).toEqual(keys);
    expect(parseRoomKeys(formatRoomKeys({ ...keys, port: 8010 }))).toEqual({ ...keys, port: 8010 });
  });

  test('holds 32 bytes of fingerprint and two different tokens of 16', () => {
    const keys = makeRoomKeys();
    expect(keys.fingerprint).toHaveLength(32);
    expect(keys.playToken).toHaveLength(16);
    expect(keys.watchToken).toHaveLength(16);
    expect(keys.playToken).not.toEqual(keys.watchToken);
    expect(keys.peerToken).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test.each([
    ['is cut off', (text: string) => text.slice(0, 300)],
    ['is empty', () => ''],
    ['is of another version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['has a short token', (text: string) => text.replace(/"playToken": ".{4}/, '"playToken": "')],
    [
      'has a broken certificate',
      (text: string) => text.replace('CERTIFICATE-----\\nMI', 'CERTIFICATE-----\\nXX'),
    ],
    [
      'has the private key of another certificate',
      (text: string) => {
        const other = JSON.parse(formatRoomKeys(makeRoomKeys()));
        return JSON.stringify({ ...JSON.parse(text), privateKey: other.privateKey });
      },
    ],
  ])('is refused where it %s', (_fault, damage) => {
    const text = formatRoomKeys(makeRoomKeys());
    expect(damage(text)).not.toBe(text);
    expect(parseRoomKeys(damage(text))).toBeUndefined();
  });
});
