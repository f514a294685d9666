import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  loadRoomKeys,
  type OpenRoomKeys,
  type RoomKeysOptions,
} from '../../src/signalling/room-keys-store.js';
import { temporaryFolder } from './temporary-folder.js';

const GAME = 'a'.repeat(64);
const OTHER_GAME = 'b'.repeat(64);

async function load(dataDir: string, options: Partial<RoomKeysOptions> = {}): Promise<OpenRoomKeys> {
  const open = await loadRoomKeys({ dataDir, gameSha256: GAME, ...options });
  onTestFinished(() => open.close());
  return open;
}

describe('the keys of a room', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('are the same when the same game is hosted again', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    await first.close();
    const second = await load(dataDir);
    expect(second.keys).toEqual(first.keys);
    expect(second.kept).toBe(true);
    expect(second.warnings).toEqual([]);
  });

  test('are others for another game', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    const second = await load(dataDir, { gameSha256: OTHER_GAME });
    expect(second.keys.fingerprint).not.toEqual(first.keys.fingerprint);
    expect(second.kept).toBe(true);
  });

  test('remember the port of the web server', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    expect(first.keys.port).toBeUndefined();
    await first.rememberPort(8012);
    await first.close();
    expect((await load(dataDir)).keys).toEqual({ ...first.keys, port: 8012 });
  });

  test('can be read by their owner only', async () => {
    const dataDir = await temporaryFolder();
    await load(dataDir);
    const folder = join(dataDir, 'rooms');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual([`${GAME}.json`]);
    expect((await stat(join(folder, `${GAME}.json`))).mode & 0o777).toBe(0o600);
  });

  test('are made anew, and stored, for a new link', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    await first.rememberPort(8011);
    await first.close();
    const second = await load(dataDir, { newLink: true });
    expect(second.keys.fingerprint).not.toEqual(first.keys.fingerprint);
    expect(second.keys.playToken).not.toEqual(first.keys.playToken);
    expect(second.keys.port).toBe(8011);
    await second.close();
    expect((await load(dataDir)).keys).toEqual(second.keys);
  });

  test('are fresh ones, stored nowhere, for a second host of the same game at the same time', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    const second = await load(dataDir);
    expect(second.kept).toBe(false);
    expect(second.warnings[0]).toMatch(/Another host of this game is running/);
    expect(second.keys.fingerprint).not.toEqual(first.keys.fingerprint);
    await second.rememberPort(8099);
    await second.close();
    await first.close();
    expect((await load(dataDir)).keys).toEqual(first.keys);
  });

  test('are fresh ones for a second host with another folder for temporary files, too', async () => {
    const dataDir = await temporaryFolder();
    await load(dataDir);
    vi.stubEnv('XDG_RUNTIME_DIR', await temporaryFolder());
    expect((await load(dataDir)).kept).toBe(false);
  });

  test('are made anew where the file is damaged, which is kept beside it and told', async () => {
    const dataDir = await temporaryFolder();
    const first = await load(dataDir);
    await first.close();
    const path = join(dataDir, 'rooms', `${GAME}.json`);
    await writeFile(path, '{"version": 1,');
    const second = await load(dataDir);
    expect(second.kept).toBe(true);
    expect(second.warnings).toEqual([expect.stringContaining(`${path}.damaged`)]);
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('{"version": 1,');
    await second.close();
    expect((await load(dataDir)).keys).toEqual(second.keys);
  });

  test('work for this once where their folder can’t be used', async () => {
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, 'rooms'), 'a file in the place of the folder');
    const open = await load(dataDir);
    expect(open.kept).toBe(false);
    expect(open.warnings[0]).toMatch(/can't be kept \(.+\)/);
    expect(open.keys.fingerprint).toHaveLength(32);
  });

  test('refuse a game hash that could lead out of their folder', async () => {
    const dataDir = await temporaryFolder();
    await expect(load(dataDir, { gameSha256: '../../secrets' })).rejects.toThrow(TypeError);
  });
});
