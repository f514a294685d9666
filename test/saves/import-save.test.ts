import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
