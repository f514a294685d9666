import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { addLibraryFolder, libraryFolders, removeLibraryFolder } from '../../src/library/library-folders.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

test('folders are kept in the order in which they are added, each once however it is named', async () => {
  const [dataDir, first, second] = [
    await temporaryFolder(),
    await temporaryFolder(),
    await temporaryFolder(),
  ];
  expect(await libraryFolders(dataDir)).toEqual([]);
  expect(await addLibraryFolder(dataDir, first)).toEqual({ path: first, isNew: true });
  expect(await addLibraryFolder(dataDir, `${second}/`)).toEqual({ path: second, isNew: true });
  await symlink(first, join(second, 'link'));
  expect(await addLibraryFolder(dataDir, join(second, 'link'))).toEqual({ path: first, isNew: false });
  expect(await libraryFolders(dataDir)).toEqual([first, second]);
});

test('a folder can be removed that is not there any more', async () => {
  const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()];
  await addLibraryFolder(dataDir, folder);
  await rm(folder, { recursive: true });
  expect(await removeLibraryFolder(dataDir, folder)).toBe(folder);
  expect(await libraryFolders(dataDir)).toEqual([]);
});

test('what is no folder can’t be added, nor removed what isn’t there', async () => {
  const dataDir = await temporaryFolder();
  await writeFile(join(dataDir, 'file'), '');
  await expect(addLibraryFolder(dataDir, join(dataDir, 'file'))).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('it is a file'),
  });
  await expect(addLibraryFolder(dataDir, join(dataDir, 'none'))).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('it is not there'),
  });
  await expect(removeLibraryFolder(dataDir, dataDir)).rejects.toMatchObject({ kind: 'usage' });
});

test('a damaged list is told of by its path, and not overwritten', async () => {
  const dataDir = await temporaryFolder();
  await mkdir(join(dataDir, 'library'));
  await writeFile(join(dataDir, 'library', 'folders.json'), '{"folders": [1]}');
  const fault = { kind: 'usage', message: expect.stringContaining('folders.json is damaged') };
  await expect(libraryFolders(dataDir)).rejects.toMatchObject(fault);
  await expect(addLibraryFolder(dataDir, dataDir)).rejects.toMatchObject(fault);
});

test('a list that can’t be written or read is told of, and why', async () => {
  const dataDir = await temporaryFolder();
  await writeFile(join(dataDir, 'library'), 'a file in the place of the folder');
  await expect(addLibraryFolder(dataDir, dataDir)).rejects.toMatchObject({
    kind: 'unexpected',
    message: expect.stringMatching(/folders\.json can't be written \(.*\)\.$/),
    hint: expect.stringContaining('the disk has room'),
  });
  await rm(join(dataDir, 'library'));
  await mkdir(join(dataDir, 'library', 'folders.json'), { recursive: true });
  await expect(libraryFolders(dataDir)).rejects.toMatchObject({
    message: expect.stringContaining("folders.json can't be read"),
  });
});

test('nothing is lost where several processes add folders at the same time', async () => {
  const dataDir = await temporaryFolder();
  const folders = await Promise.all(Array.from({ length: 8 }, () => temporaryFolder()));
  const module = join(PACKAGE_ROOT, 'dist', 'src', 'library', 'library-folders.js');
  const add = (paths: readonly string[]) =>
    promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { addLibraryFolder } = await import(${JSON.stringify(`file://${module}`)});
       await Promise.all(${JSON.stringify(paths)}.map((path) => addLibraryFolder(${JSON.stringify(dataDir)}, path)));`,
    ]);
  await Promise.all([add(folders.slice(0, 4)), add(folders.slice(4))]);
  expect([...(await libraryFolders(dataDir))].sort()).toEqual([...folders].sort());
});
