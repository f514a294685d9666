import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../signalling/temporary-folder.js';
import { runCloudgame } from '../run-cloudgame.js';

describe('cloudgame player export', () => {
  test('writes the page of this version and the way to it', async () => {
    const folder = join(await temporaryFolder(), 'public');
    const run = runCloudgame(
      'player',
      'export',
      folder,
      '--signal',
      'wss://meet.example.org',
      '--ice-server',
      'stun:a.example',
    );
    expect(await run.exit()).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['.nojekyll', 'index.html', 'to-version.js', 'v1']);
    const page = await readFile(join(folder, 'v1', 'index.html'), 'utf8');
    expect(page).toContain('<meta name="cloudgame:signalling" content="wss://meet.example.org/?key=peerjs">');
    expect(page).toContain('<meta name="cloudgame:ice-servers" content="stun:a.example">');
    expect(await readdir(join(folder, 'v1', 'assets'))).not.toHaveLength(0);
    expect(run.stderr).toContain('--player-url');
  });

  test('has the public signalling server and STUN built in by default', async () => {
    const folder = await temporaryFolder();
    expect(await runCloudgame('player', 'export', folder).exit()).toBe(0);
    const page = await readFile(join(folder, 'v1', 'index.html'), 'utf8');
    expect(page).toContain('content="wss://0.peerjs.com/?key=peerjs"');
    expect(page).toContain('content="stun:stun.l.google.com:19302"');
  });

  test('leaves pages of other versions in place', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'v0'));
    await writeFile(join(folder, 'v0', 'index.html'), 'older');
    expect(await runCloudgame('player', 'export', folder).exit()).toBe(0);
    expect(await readFile(join(folder, 'v0', 'index.html'), 'utf8')).toBe('older');
  });

  test('refuses to publish the password of a TURN server', async () => {
    const folder = await temporaryFolder();
    const run = runCloudgame('player', 'export', folder, '--ice-server', 'turn:me:secret@turn.example:3478');
    expect(await run.exit()).toBe(2);
    expect(run.stderr).toContain('cloudgame host --ice-server');
    expect(await readdir(folder)).toEqual([]);
  });

  test('says why a folder can’t be written', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const run = runCloudgame('player', 'export', join(file, 'public'));
    expect(await run.exit()).toBe(2);
    expect(run.stderr).toMatch(/Error: The page can't be written to/);
  });

  test('needs a folder', async () => {
    const run = runCloudgame('player', 'export');
    expect(await run.exit()).toBe(2);
    expect(run.stderr).toContain('Missing 1 required arg');
  });
});
