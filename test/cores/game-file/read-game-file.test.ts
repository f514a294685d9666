import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gameFileSize, readGameFile } from '../../../cores/game-file/read-game-file.js';

const folder = mkdtempSync(join(tmpdir(), 'cloudgame-game-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const LARGEST = { mebibytes: 1, excess: 'and this one has no more than 1' };

function fileOf(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

describe('a game’s file', () => {
  it('is read up to the largest size', () => {
    expect(readGameFile(fileOf('largest', 1024 * 1024), LARGEST).length).toBe(1024 * 1024);
  });

  it('is refused above it by its size, rounded up', () => {
    const path = fileOf('larger', 1024 * 1024 + 1);
    expect(() => readGameFile(path, LARGEST)).toThrow(`${path} has 2 MiB, and this one has no more than 1.`);
    expect(gameFileSize(path)).toBe(1024 * 1024 + 1);
  });

  it.each([
    ['a folder', folder, 'is a folder, not a game.'],
    ['an empty file', fileOf('empty', 0), 'is empty.'],
    ['a device', '/dev/null', 'is not a regular file.'],
    ['a missing file', join(folder, 'missing'), 'does not exist.'],
  ])('that is %s is refused in words, also where the core reads it itself', (_what, path, words) => {
    expect(() => gameFileSize(path)).toThrow(`${path} ${words}`);
    expect(() => readGameFile(path, LARGEST)).toThrow(`${path} ${words}`);
  });
});
