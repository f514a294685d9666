import { describe, expect, test } from 'vitest';
import { parsePlayerUrl } from '../../src/signalling/player-url.js';

describe('the address of the player page', () => {
  test.each([
    ['https://example.org', 'https://example.org/v1/'],
    ['https://example.org/', 'https://example.org/v1/'],
    ['https://example.org/play', 'https://example.org/play/v1/'],
    ['https://example.org/play/index.html', 'https://example.org/play/v1/'],
    ['https://example.org/play/v1', 'https://example.org/play/v1/'],
    ['https://example.org/play/v1/index.html?x=1#y', 'https://example.org/play/v1/'],
    ['http://192.168.1.2:8080/', 'http://192.168.1.2:8080/v1/'],
  ])('%s means %s', (text, url) => {
    expect(parsePlayerUrl(text)).toBe(url);
  });

  test.each([
    'example.org',
    'ftp://example.org/',
    'https://user:secret@example.org/',
    'file:///srv/play',
    '',
  ])('"%s" is a usage error that says what to do', (text) => {
    expect(() => parsePlayerUrl(text)).toThrow(
      expect.objectContaining({ kind: 'usage', hint: expect.stringContaining('--player-url') }),
    );
  });
});
