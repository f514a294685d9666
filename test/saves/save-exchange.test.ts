import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportSave, importSave } from '../../src/saves/save-exchange.js';
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

describe('a save that is exported over a file', () => {
  async function exported() {
    const folder = await temporaryFolder();
    const store = new SaveStore(folder, GAME);
    await store.prepare('Example');
    await store.writeBattery(Buffer.from('new'));
    const out = join(folder, 'out');
    await mkdir(out);
    await writeFile(join(out, 'mine.sav'), 'what was there');
    return { store, out };
  }

  it('takes its place at once and leaves nothing beside it', async () => {
    const { store, out } = await exported();
    await exportSave(store, { kind: 'battery' }, join(out, 'mine.sav'), true);
    expect(await readFile(join(out, 'mine.sav'), 'utf8')).toBe('new');
    expect(await readdir(out)).toEqual(['mine.sav']);
  });

  it('leaves it as it was where it can’t be read', async () => {
    const { store, out } = await exported();
    await store.remove({ kind: 'battery' });
    const attempt = exportSave(store, { kind: 'battery' }, join(out, 'mine.sav'), true);
    await expect(attempt).rejects.toThrow("can't be written");
    expect(await readFile(join(out, 'mine.sav'), 'utf8')).toBe('what was there');
    expect(await readdir(out)).toEqual(['mine.sav']);
  });

  it('goes where a link leads, which stays', async () => {
    const { store, out } = await exported();
    await symlink('mine.sav', join(out, 'link.sav'));
    await exportSave(store, { kind: 'battery' }, join(out, 'link.sav'), true);
    expect(await readFile(join(out, 'mine.sav'), 'utf8')).toBe('new');
  });
});
