import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CloudgameError } from '../../src/errors.js';
import { CoreFilesWatch } from '../../src/saves/core-files-watch.js';
import * as tree from '../../src/saves/file-tree.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const MIB = 2 ** 20;

async function watch() {
  const folder = await temporaryFolder();
  const warnings: string[] = [];
  const failures: CloudgameError[] = [];
  let looks = 0;
  let size = { files: 1, bytes: 0, changedMs: 0 };
  const spy = vi.spyOn(tree, 'measureTree').mockImplementation(async () => {
    looks++;
    return size;
  });
  const watching = new CoreFilesWatch({
    folder,
    warn: (message) => warnings.push(message),
    onExcess: (failure) => failures.push(failure),
    intervalMs: 1,
  });
  onTestFinished(() => {
    watching.close();
    spy.mockRestore();
  });
  /** Lets it look at a folder of that size, to the end. */
  const grow = async (bytes: number, files = 1) => {
    size = { files, bytes, changedMs: 0 };
    const before = looks;
    await vi.waitUntil(() => looks >= before + 2 || failures.length > 0, PATIENCE);
  };
  return { folder, warnings, failures, watching, grow };
}

describe('what a core writes by itself', () => {
  test('is nobody’s business while it is little', async () => {
    const { warnings, failures, grow } = await watch();
    await grow(256 * MIB);
    expect([...warnings, ...failures]).toEqual([]);
  });

  test('is warned of where it is much, and again where it doubles', async () => {
    const { folder, warnings, failures, grow } = await watch();
    for (const mebibytes of [300, 400, 700, 700]) await grow(mebibytes * MIB);
    expect(warnings).toEqual([
      `The core has written 300 MiB to ${folder}. At 2048 MiB the game is ended.`,
      `The core has written 700 MiB to ${folder}. At 2048 MiB the game is ended.`,
    ]);
    expect(failures).toEqual([]);
  });

  test.each([
    [3000 * MIB, 1],
    [20 * MIB, 50_000],
  ])('ends the game where it is too much: %i bytes in %i files', async (bytes, files) => {
    const { failures, grow } = await watch();
    await grow(bytes, files);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      message: expect.stringContaining(`in ${files} files`),
      hint: expect.stringContaining('cloudgame saves remove GAME core-files'),
    });
  });
});

test('holes in a file take no room', async () => {
  const folder = await temporaryFolder();
  const file = await open(join(folder, 'sparse'), 'w');
  await file.truncate(3 * 2 ** 30);
  await file.close();
  await writeFile(join(folder, 'plain'), 'text');
  expect((await tree.measureTree(folder)).bytes).toBeLessThan(MIB);
});
