import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { RoomLinks } from '../../src/signalling/links.js';
import { describeLinks, describePublicDoor, linkForPipe } from '../../src/terminal/link-output.js';
import { FACTS } from './example-host.js';

const { links } = FACTS;
const LOCAL_ONLY: RoomLinks = {
  own: links.own,
  local: links.local,
  watch: { own: links.watch.own, local: links.watch.local },
};
const DOWN = { kind: 'down', reason: 'unreachable', message: 'The server is away.' } as const;
const opens = { waitUntilOpen: async () => ({ kind: 'open' }) as const };
const staysDown = { waitUntilOpen: async () => DOWN };
const untouched = { waitUntilOpen: () => Promise.reject(new Error('was waited for')) };

describe('the one link for a pipe', () => {
  test('is the public one if its door opens, else the local', async () => {
    expect(await linkForPipe(links, undefined, opens)).toBe(links.public);
    expect(await linkForPipe(links, undefined, staysDown)).toBe(links.local);
  });

  test('waits three seconds for the door', async () => {
    const waited: number[] = [];
    const door = {
      waitUntilOpen: async (timeoutMs: number) => {
        waited.push(timeoutMs);
        return DOWN;
      },
    };
    await linkForPipe(links, undefined, door);
    expect(waited).toEqual([3000]);
  });

  test('is the local one at once where there is no public one', async () => {
    expect(await linkForPipe(LOCAL_ONLY, undefined, undefined)).toBe(links.local);
    expect(await linkForPipe(LOCAL_ONLY, undefined, untouched)).toBe(links.local);
  });

  test('is the chosen one', async () => {
    expect(await linkForPipe(links, 'local', untouched)).toBe(links.local);
    expect(await linkForPipe(links, 'public', untouched)).toBe(links.public);
    expect(await linkForPipe(links, 'watch', opens)).toBe(links.watch.public);
    expect(await linkForPipe(links, 'watch', staysDown)).toBe(links.watch.local);
  });

  test('can’t be a public one that isn’t configured', async () => {
    await expect(linkForPipe(LOCAL_ONLY, 'public', undefined)).rejects.toMatchObject({
      kind: 'usage',
      hint: expect.stringContaining('--player-url'),
    });
  });
});

test('the links for people stand whole on lines of their own', () => {
  const lines = describeLinks(links, new Chalk({ level: 0 }));
  expect(lines).toEqual([
    'For everyone, once the public door is open:',
    `  ${links.public}`,
    'In this network:',
    `  ${links.local}`,
    'On this computer:',
    `  ${links.own}`,
    'To watch only:',
    `  ${links.watch.public}`,
  ]);
  expect(describeLinks(LOCAL_ONLY, new Chalk({ level: 0 }))[0]).toBe('In this network:');
});

test('a public door that is down is told with its reason and what works', () => {
  expect(describePublicDoor(DOWN, 200)).toEqual([
    'The public link does not work for now. The server is away. The local link works.',
  ]);
  expect(describePublicDoor({ kind: 'open' }, 80)).toEqual([]);
});
