import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discFiles } from '../../src/games/disc-files.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

describe('the files of a disc', () => {
  test('are those that its sheets name, and the sheets that a list names', async () => {
    const folder = await folderWith({
      'game.m3u': '#EXTM3U\ncd1/1.cue|Disc 1\ncd2/2.cue\n',
      'cd1/1.cue': 'FILE "1 (Track 1).bin" BINARY\nFILE 1b.bin BINARY\n',
      'cd1/1 (Track 1).bin': '',
      'cd1/1b.bin': '',
      'cd2/2.cue': 'FILE "..\\cd1\\1b.bin" BINARY\n',
    });
    const files = await discFiles(join(folder, 'game.m3u'));
    expect(files.map((file) => relative(folder, file))).toEqual([
      'cd1/1.cue',
      'cd2/2.cue',
      'cd1/1 (Track 1).bin',
      'cd1/1b.bin',
    ]);
  });

  test('of a CloneCD image go by its name, as far as they are there', async () => {
    const folder = await folderWith({ 'a.ccd': '', 'a.img': '' });
    expect(await discFiles(join(folder, 'a.ccd'))).toEqual([join(folder, 'a.img')]);
  });

  test('are none for a game of one file, whatever it holds', async () => {
    const folder = await folderWith({ 'a.nes': 'FILE "b.bin" BINARY\n' });
    expect(await discFiles(join(folder, 'a.nes'))).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['itself', { 'a.m3u': 'a.m3u\n' }, 'a.m3u names "a.m3u", and a list of discs names no list'],
    ['one that names it', { 'a.m3u': 'B.M3U\n', 'B.M3U': 'a.m3u\n' }, 'a.m3u names "B.M3U", and a list'],
    ['another', { 'a.m3u': 'b.m3u\n', 'b.m3u': '1.bin', '1.bin': '' }, 'a.m3u names "b.m3u", and a list'],
    [
      'a sheet that names itself',
      { 'a.m3u': '1.cue', '1.cue': 'FILE "1.cue" BINARY' },
      '1.cue names "1.cue", which is no track',
    ],
    [
      'a sheet that names it',
      { 'a.m3u': '1.cue', '1.cue': 'FILE "a.m3u" BINARY' },
      '1.cue names "a.m3u", which is no track',
    ],
  ])('are refused where a list names %s', async (_what, files, words) => {
    const folder = await folderWith(files);
    await expect(discFiles(join(folder, 'a.m3u'))).rejects.toMatchObject({
      kind: 'game',
      exitCode: 3,
      message: expect.stringContaining(`The game a.m3u is refused: ${words}`),
    });
  });

  test.each(['../outside.bin', '/etc/passwd', 'sub/../../outside.bin', '..\\outside.bin', 'a\u0007.bin'])(
    'are refused where one is %j',
    async (name) => {
      const folder = await folderWith({
        'in/a.cue': `FILE "${name}" BINARY\n`,
        'outside.bin': '',
        'in/sub/x': '',
      });
      await expect(discFiles(join(folder, 'in', 'a.cue'))).rejects.toMatchObject({
        kind: 'game',
        message: expect.stringMatching(/^The game a\.cue is refused: .* is not in its folder\.$/),
      });
    },
  );

  test('are refused where one is a link that leads out of the folder, but not where it stays in it', async () => {
    const folder = await folderWith({ 'in/a.cue': 'FILE "b.bin" BINARY\n', 'in/real': '', secret: '' });
    await symlink('real', join(folder, 'in', 'b.bin'));
    expect(await discFiles(join(folder, 'in', 'a.cue'))).toEqual([join(folder, 'in', 'b.bin')]);
    const other = await folderWith({ 'a.cue': 'FILE "b.bin" BINARY\n' });
    await symlink(join(folder, 'secret'), join(other, 'b.bin'));
    await expect(discFiles(join(other, 'a.cue'))).rejects.toMatchObject({
      message: expect.stringContaining('a link that leads out of its folder'),
    });
  });

  test('are named where one is not there', async () => {
    const folder = await folderWith({ 'a.cue': 'FILE "A.BIN" BINARY\n', 'a.bin': '' });
    await expect(discFiles(join(folder, 'a.cue'))).rejects.toMatchObject({
      kind: 'game',
      message: 'The game a.cue is not whole: a.cue names "A.BIN", and there is no such file.',
    });
  });

  test('are not looked for in what is too large or no file', async () => {
    const folder = await folderWith({ 'a.cue': ' '.repeat(300_000), 'b.cue/x': '' });
    for (const name of ['a.cue', 'b.cue', 'none.cue']) {
      await expect(discFiles(join(folder, name))).rejects.toMatchObject({ kind: 'game' });
    }
  });

  test('are at most as many as a game has', async () => {
    const names = Array.from({ length: 251 }, (_, index) => `${index}.bin`);
    const files = Object.fromEntries(names.map((name) => [name, '']));
    const folder = await folderWith({ ...files, 'a.m3u': names.join('\n') });
    await expect(discFiles(join(folder, 'a.m3u'))).rejects.toMatchObject({
      message: expect.stringContaining('more than 250 files'),
    });
  });
});
