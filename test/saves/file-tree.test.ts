import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyTree, measureTree } from '../../src/saves/file-tree.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

async function folderWithLinks(): Promise<string> {
  const folder = join(await temporaryFolder(), 'files');
  await mkdir(join(folder, 'cards', 'old'), { recursive: true });
  await writeFile(join(folder, 'settings'), 'settings');
  await writeFile(join(folder, 'cards', 'card'), Buffer.alloc(100_000, 1));
  await symlink('/etc/passwd', join(folder, 'cards', 'stolen'));
  await symlink('..', join(folder, 'cards', 'round'));
  return folder;
}

test('a folder is measured with everything below it, and no link followed', async () => {
  const { files, bytes, changedMs } = await measureTree(await folderWithLinks());
  expect(files).toBe(2);
  expect(bytes).toBeGreaterThanOrEqual(100_000);
  expect(bytes).toBeLessThan(200_000);
  expect(changedMs).toBeGreaterThan(0);
});

test('a folder that is not there can’t be measured', async () => {
  await expect(measureTree(join(await temporaryFolder(), 'nothing'))).rejects.toThrow('ENOENT');
});

test('a folder is copied without its links, over what has the same names', async () => {
  const folder = await folderWithLinks();
  const copy = join(await temporaryFolder(), 'copy');
  await mkdir(copy);
  await writeFile(join(copy, 'settings'), 'old');
  await writeFile(join(copy, 'mine'), 'mine');
  await copyTree(folder, copy);
  expect((await readdir(copy)).sort()).toEqual(['cards', 'mine', 'settings']);
  expect((await readdir(join(copy, 'cards'))).sort()).toEqual(['card', 'old']);
  expect(await readFile(join(copy, 'settings'), 'utf8')).toBe('settings');
});
