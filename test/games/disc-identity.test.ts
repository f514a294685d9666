import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identifyDisc } from '../../src/games/disc-identity.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const MIB = 1024 * 1024;

async function disc(sheet: string, track: Uint8Array): Promise<string> {
  const folder = await temporaryFolder();
  const paths = [join(folder, 'a.cue'), join(folder, 'a.bin')];
  await writeFile(paths[0]!, sheet);
  await writeFile(paths[1]!, track);
  return identifyDisc(paths);
}

function changed(track: Uint8Array, ...offsets: number[]): Uint8Array {
  const copy = Uint8Array.from(track);
  for (const offset of offsets) copy[offset]! ^= 1;
  return copy;
}

test('a disc is known again wherever it lies, by its sheet and every byte of a short track', async () => {
  const track = new Uint8Array(MIB + 1);
  const known = await disc('sheet', track);
  expect(known).toMatch(/^[0-9a-f]{64}$/);
  expect(await disc('sheet', track)).toBe(known);
  expect(await disc('other', track)).not.toBe(known);
  for (const offset of [0, 70_000, MIB]) {
    expect(await disc('sheet', changed(track, offset))).not.toBe(known);
  }
});

test('a long track is known by its size and by pieces from its first byte to its last', async () => {
  const track = new Uint8Array(16 * MIB);
  const known = await disc('sheet', track);
  expect(await disc('sheet', new Uint8Array(16 * MIB + 1))).not.toBe(known);
  expect(await disc('sheet', changed(track, 0))).not.toBe(known);
  expect(await disc('sheet', changed(track, track.length - 1))).not.toBe(known);
  // Between the first piece and the second.
  expect(await disc('sheet', changed(track, 100_000))).toBe(known);
});

test('bytes can’t move from one file to the next unnoticed', async () => {
  expect(await disc('ab', Buffer.from('c'))).not.toBe(await disc('a', Buffer.from('bc')));
});

test('a whole disc is read in pieces alone', async () => {
  const folder = await temporaryFolder();
  const paths = [join(folder, 'a.cue'), join(folder, 'a.bin')];
  await writeFile(paths[0]!, '');
  await writeFile(paths[1]!, '');
  // A sparse file, which takes no room and would take seconds to read.
  await truncate(paths[1]!, 700 * MIB);
  expect(await identifyDisc(paths)).toMatch(/^[0-9a-f]{64}$/);
});
