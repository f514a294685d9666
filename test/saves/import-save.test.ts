import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_SAVED_BYTES } from '../../src/pipeline/core/core-limits.js';
import { importSave } from '../../src/saves/import-save.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { GAME } from './example-state.js';

describe('save RAM that is imported', () => {
  it('takes nobody’s place where it is empty, as a download that failed is', async () => {
    const folder = await temporaryFolder();
    const store = new SaveStore(folder, GAME);
    await store.prepare('Example');
    await store.writeBattery(Buffer.from('cartridge'));
    const file = join(folder, 'failed.sav');
    await writeFile(file, '');
    await expect(importSave(store, file, { title: 'Example', overwrite: true })).rejects.toThrow(
      'failed.sav is empty.',
    );
    expect((await store.read({ kind: 'battery' }))?.toString()).toBe('cartridge');
  });
});

describe('what no core can be given', () => {
  it.each(['.sav', '.srm', '.state'])('is refused as a %s file, however large', async (extension) => {
    const folder = await temporaryFolder();
    const store = new SaveStore(folder, GAME);
    const file = join(folder, `huge${extension}`);
    for (const bytes of [70_000_001, 2 ** 40]) {
      await writeFile(file, '');
      await truncate(file, bytes);
      await expect(importSave(store, file, { title: 'Example', overwrite: true })).rejects.toMatchObject({
        kind: 'usage',
        message: `${file} is too large for a save: it has ${bytes} bytes, and no core can be given more than 67108863.`,
      });
    }
    expect(await readdir(folder)).toEqual([`huge${extension}`]);
  });

  it('begins where the core protocol ends', async () => {
    const folder = await temporaryFolder();
    const store = new SaveStore(folder, GAME);
    const file = join(folder, 'large.sav');
    await writeFile(file, '');
    await truncate(file, MOST_SAVED_BYTES);
    expect(await importSave(store, file, { title: 'Example', overwrite: true })).toEqual({ kind: 'battery' });
    await truncate(file, MOST_SAVED_BYTES + 1);
    await expect(importSave(store, file, { title: 'Example', overwrite: true })).rejects.toThrow('too large');
  });
});
