import { describe, expect, test } from 'vitest';
import { isPublicDefault, parseSignallingSetting } from '../../src/signalling/signalling-setting.js';

describe('the setting of the signalling server', () => {
  test('is the embedded one by its name', () => {
    expect(parseSignallingSetting('embedded')).toEqual({ kind: 'embedded' });
  });

  test.each([
    ['wss://example.org', 'wss://example.org/?key=peerjs'],
    ['wss://example.org:443/', 'wss://example.org/?key=peerjs'],
    ['ws://example.org:9000/meet?key=abc', 'ws://example.org:9000/meet/?key=abc'],
    ['wss://example.org/meet//?key=a%26b', 'wss://example.org/meet/?key=a%26b'],
  ])('%s is written as %s', (text, url) => {
    expect(parseSignallingSetting(text)).toEqual({ kind: 'server', url });
  });

  test.each([
    ['embeded', '"embeded" is not the URL of a signalling server.'],
    ['https://example.org/', 'is a https: one'],
    ['wss://user:secret@example.org/', 'may hold no user or password'],
    ['wss://example.org/#part', 'has no part behind #'],
    ['wss://example.org/?token=x', 'nothing like "token"'],
    ['', '"" is not the URL'],
  ])('%s is a usage error that says why and what to do', (text, message) => {
    expect(() => parseSignallingSetting(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringContaining('--signal'),
      }),
    );
  });

  test('is known as the public default however that is written', () => {
    expect(isPublicDefault('wss://0.peerjs.com')).toBe(true);
    expect(isPublicDefault('wss://0.peerjs.com:443/?key=peerjs')).toBe(true);
    expect(isPublicDefault('wss://0.peerjs.com/?key=mine')).toBe(false);
    expect(isPublicDefault('ws://0.peerjs.com:443/')).toBe(false);
  });
});
