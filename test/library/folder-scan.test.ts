import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { SCAN_LIMITS, scanFolder } from '../../src/library/folder-scan.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const EXTENSIONS = ['.nes', '.md'];

async function folderWith(...files: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const file of files) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  return folder;
}

async function scan(folder: string, limits = {}) {
  const { files, faults } = await scanFolder(folder, EXTENSIONS, { ...SCAN_LIMITS, ...limits });
  return { files: files.map((file) => relative(folder, file)), faults };
}

test('files are found by extension, in folders too, but not in hidden ones', async () => {
  const folder = await folderWith(
    'b.NES',
    'a/c.nes',
    'a/b/d.nes',
    'e.txt',
    '.git/f.nes',
    '.g.nes',
    '__MACOSX/h.nes',
  );
  expect(await scan(folder)).toEqual({ files: ['a/b/d.nes', 'a/c.nes', 'b.NES'], faults: [] });
});

test('what is to be read goes by the extension of Mega Drive games, and is none', async () => {
  const folder = await folderWith('README.md', 'LICENSE.de.md', 'Game.md');
  expect((await scan(folder)).files).toEqual(['Game.md']);
});

test('links are followed, and none twice', async () => {
  const folder = await folderWith('real/a.nes');
  const elsewhere = await folderWith('b.nes');
  await symlink('..', join(folder, 'real', 'up'));
  await symlink('real', join(folder, 'twin'));
  await symlink(elsewhere, join(folder, 'other'));
  await symlink('nowhere', join(folder, 'dead.nes'));
  await symlink(join(elsewhere, 'b.nes'), join(folder, 'linked.nes'));
  expect(await scan(folder)).toEqual({ files: ['linked.nes', 'other/b.nes', 'real/a.nes'], faults: [] });
});

test('folders that are not there are named', async () => {
  const folder = join(await temporaryFolder(), 'gone');
  expect(await scan(folder)).toEqual({
    files: [],
    faults: [`${folder} is not there: removed, or its disk is not plugged in`],
  });
});

test('folders that may not be read are named, and the others read', async () => {
  const folder = await folderWith('a.nes', 'secret/b.nes');
  await chmod(folder, 0o755);
  await chmod(join(folder, 'secret'), 0);
  const found = await withoutPrivileges(() => scan(folder));
  await chmod(join(folder, 'secret'), 0o700);
  expect(found).toEqual({ files: ['a.nes'], faults: [`${join(folder, 'secret')} may not be read`] });
});

/** Root may read everything. */
async function withoutPrivileges<Result>(action: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

test('what lies too deep is left out and told', async () => {
  const folder = await folderWith('a.nes', '1/2/b.nes', '1/2/3/c.nes', '1/2/4/d.nes');
  const { files, faults } = await scan(folder, { depth: 2 });
  expect(files).toEqual(['1/2/b.nes', 'a.nes']);
  expect(faults).toEqual([`${folder} has folders more than 2 deep; 2 are left out`]);
});

test('there is an end to what is looked through, and it is told', async () => {
  const folder = await folderWith('a.nes', 'b.nes', '1/c.nes', '1/d.nes');
  const { files, faults } = await scan(folder, { entries: 4 });
  expect(files).toHaveLength(3);
  expect(faults).toEqual([`${folder} has more than 4 files; the rest is left out`]);
});
