import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { startCloudgame } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { Terminal } from './terminal.js';

const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const DOWN = '\u001b[B';
const ESCAPE = '\u001b';
const CTRL_C = '\u0003';

async function folderWithGames(): Promise<string> {
  const folder = await temporaryFolder();
  await copyFile(DEMO, join(folder, 'Second.NES'));
  await copyFile(DEMO, join(folder, 'first.nes'));
  await writeFile(join(folder, 'notes.txt'), 'no game');
  return folder;
}

describe('cloudgame host on a terminal', () => {
  test('offers the games of the folder and the bundled one, and hosts the chosen one', async () => {
    const terminal = new Terminal(['host', '--signal', 'embedded'], { cwd: await folderWithGames() });
    await terminal.shows('Which game?');
    await terminal.shows('Snake, the bundled game for 1 to 4 players');
    expect(terminal.text).toMatch(/first.*Second.*Snake/s);
    expect(terminal.text).not.toContain('notes.txt');
    terminal.type(`${DOWN}\r`);
    await terminal.shows('Hosting Second (nes).');
    // The panel, with a seat for each of the two pads.
    await terminal.shows('1 free');
    await terminal.shows('2 free');
    terminal.type('q');
    expect(await terminal.process.ended).toEqual({ code: 0, signal: null });
  });

  test('offers the bundled game where there is no other', async () => {
    const terminal = new Terminal(['host', '--signal', 'embedded'], { cwd: await temporaryFolder() });
    await terminal.shows('Snake, the bundled game for 1 to 4 players');
    terminal.type('\r');
    await terminal.shows('(snake).');
    await terminal.shows('4 free');
    terminal.type(CTRL_C);
    expect(await terminal.process.ended).toEqual({ code: 130, signal: null });
  });

  test('is searched by typing, over the library and the folder, and remembers what was played', async () => {
    const home = await temporaryFolder();
    const library = await temporaryFolder();
    await mkdir(join(library, 'NES'));
    const name = 'Legend of Snakes, The (USA) (Rev 1) [!]';
    await copyFile(DEMO, join(library, 'NES', `${name}.nes`));
    const adding = startCloudgame(['library', 'add', library], { home });
    expect(await adding.ended).toEqual({ code: 0, signal: null });
    const cwd = await folderWithGames();
    const terminal = new Terminal(['host', '--signal', 'embedded'], { cwd, home });
    await terminal.shows('first');
    await terminal.shows('The Legend of Snakes (USA) (Rev 1) [!]');
    terminal.type('rev LEGEND');
    await terminal.shows('rev LEGEND');
    terminal.type('\r');
    await terminal.shows(`Hosting ${name} (nes).`);
    await terminal.shows('1 free');
    terminal.type('q');
    expect(await terminal.process.ended).toEqual({ code: 0, signal: null });
    const again = new Terminal(['host'], { cwd, home });
    await again.shows('just now');
    expect(again.text).toMatch(/Legend.*just now.*first/s);
    again.type(ESCAPE);
    expect(await again.process.ended).toEqual({ code: 130, signal: null });
  });

  test('offers the games of an archive, which it found in the folder', async () => {
    const folder = await temporaryFolder();
    const content = await readFile(DEMO);
    const entries = ['one.nes', 'more/two.nes', 'notes.txt'].map((name) => ({ name, content }));
    await writeFile(join(folder, 'games.zip'), makeZip(entries));
    const terminal = new Terminal(['host', '--signal', 'embedded'], { cwd: folder });
    await terminal.shows('(2 games)');
    terminal.type('\r');
    await terminal.shows('Which game of games.zip?');
    await terminal.shows('more/two.nes');
    expect(terminal.text).not.toContain('notes.txt');
    terminal.type(`${DOWN}\r`);
    await terminal.shows('Hosting two (nes).');
    terminal.type(CTRL_C);
    expect(await terminal.process.ended).toEqual({ code: 130, signal: null });
  });

  test('Ctrl-C while it asks ends it as Ctrl-C does everywhere', async () => {
    const terminal = new Terminal(['host'], { cwd: await folderWithGames() });
    await terminal.shows('Which game?');
    terminal.type(CTRL_C);
    expect(await terminal.process.ended).toEqual({ code: 130, signal: null });
    expect(terminal.text).not.toContain('unexpected');
  });

  test('shows links, a QR code and a panel whose keys work', async () => {
    const terminal = new Terminal(['host', '--core', 'test-pattern', '--signal', 'embedded']);
    await terminal.shows('In this network:');
    await terminal.shows('On this computer:');
    await terminal.shows('To watch only:');
    await terminal.shows('fps');
    let shown = terminal.text.length;
    terminal.type('h');
    await terminal.shows('end the room and tell the players', shown);
    shown = terminal.text.length;
    terminal.type('p');
    await terminal.shows('paused', shown);
    shown = terminal.text.length;
    terminal.type('k');
    await terminal.shows('█', shown);
    terminal.type('q');
    expect(await terminal.process.ended).toEqual({ code: 0, signal: null });
  });
});
