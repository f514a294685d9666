import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importSave } from '../../src/saves/import-save.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { whileNotPlayed } from '../../src/saves/while-not-played.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { GAME } from './example-state.js';

const HINT = 'Make sure that the disk has room and that the folder is yours to write.';

async function someStore(): Promise<SaveStore> {
  return new SaveStore(await temporaryFolder(), GAME);
}

describe('a change of saves', () => {
  test.each(['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'])(
    'says that the disk refused it with %s',
    async (code) => {
      const store = await someStore();
      const error = Object.assign(new Error(`${code}: refused, write`), { code });
      await expect(whileNotPlayed(store, () => Promise.reject(error))).rejects.toMatchObject({
        kind: 'unexpected',
        message: `The saves in ${store.folder} can't be changed (${code}: refused, write).`,
        hint: HINT,
      });
    },
  );

  test('says so where the folder can’t even be made', async () => {
    const store = await someStore();
    await writeFile(dirname(store.folder), 'in the way');
    await expect(whileNotPlayed(store, async () => 'done')).rejects.toMatchObject({
      message: expect.stringMatching(/ can't be changed \((ENOTDIR|EEXIST)/),
      hint: HINT,
    });
  });

  test('leaves faults of the program as they are', async () => {
    const fault = new TypeError('a fault');
    await expect(whileNotPlayed(await someStore(), () => Promise.reject(fault))).rejects.toBe(fault);
  });

  test('that breaks off in the middle of a folder harms nothing that was there, and leaves nothing behind', async () => {
    const store = await someStore();
    const coreFiles = store.path({ kind: 'core-files' });
    await mkdir(coreFiles, { recursive: true });
    await writeFile(join(coreFiles, 'card'), 'old');
    // A folder that the copy would lie in can't be copied to its end.
    const action = () => importSave(store, store.dataDir, { title: 'Example', overwrite: true });
    await expect(whileNotPlayed(store, action)).rejects.toMatchObject({ kind: 'usage' });
    expect(await readFile(join(coreFiles, 'card'), 'utf8')).toBe('old');
    expect((await readdir(store.folder)).sort()).toEqual(['core-files', 'title.txt']);
  });
});
