import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportSave } from '../../src/saves/export-save.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { GAME } from './example-state.js';

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
