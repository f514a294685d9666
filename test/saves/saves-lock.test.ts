import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { takeSavesLock } from '../../src/saves/saves-lock.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

describe('the lock of a folder of saves', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('holds for processes with another folder for temporary files', async () => {
    const dataDir = await temporaryFolder();
    const folder = join(dataDir, 'saves', 'game');
    const lock = await takeSavesLock(folder, dataDir);
    vi.stubEnv('XDG_RUNTIME_DIR', await temporaryFolder());
    expect(await takeSavesLock(folder, dataDir)).toBeUndefined();
    await lock!.close();
    const next = await takeSavesLock(folder, dataDir);
    expect(next).toBeDefined();
    await next!.close();
  });

  it('holds for processes that know the folder by a link', async () => {
    const dataDir = await temporaryFolder();
    const link = join(await temporaryFolder(), 'link');
    await symlink(dataDir, link);
    const lock = await takeSavesLock(join(dataDir, 'saves', 'game'), dataDir);
    expect(await takeSavesLock(join(link, 'saves', 'game'), link)).toBeUndefined();
    await lock!.close();
  });

  it('is had where the data folder’s path is too long for a socket', async () => {
    const dataDir = join(await temporaryFolder(), 'x'.repeat(120));
    const folder = join(dataDir, 'saves', 'game');
    const lock = await takeSavesLock(folder, dataDir);
    expect(lock).toBeDefined();
    expect(await takeSavesLock(folder, dataDir)).toBeUndefined();
    await lock!.close();
  });
});
