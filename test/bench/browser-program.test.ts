import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../src/bench/browser/browser-program.js';

async function folderWith(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cg-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), '');
  await chmod(join(folder, name), 0o755);
  return folder;
}

test('a browser is found on the PATH, and Chromium before Firefox', async () => {
  const firefox = await folderWith('firefox-esr');
  const chromium = await folderWith('chromium');
  const find = (wanted: string | undefined, PATH: string) => findBrowser(wanted, { PATH }, 'linux');
  expect(find(undefined, `${firefox}:${chromium}`)).toEqual({
    kind: 'chromium',
    path: join(chromium, 'chromium'),
  });
  expect(find(undefined, firefox).kind).toBe('firefox');
  expect(find('firefox', `${chromium}:${firefox}`).path).toBe(join(firefox, 'firefox-esr'));
});

test('a browser that is named by its path is taken for what its name says', async () => {
  const folder = await folderWith('firefox-nightly');
  const path = join(folder, 'firefox-nightly');
  expect(findBrowser(path, {}, 'linux')).toEqual({ kind: 'firefox', path });
});

test.each([undefined, 'chromium', 'firefox', '/nowhere/chromium'])(
  'without one (%s) the error says how to get one',
  (wanted) => {
    let hint = '';
    try {
      findBrowser(wanted, { PATH: '' }, 'linux');
    } catch (error) {
      hint = (error as { hint: string }).hint;
    }
    expect(hint).toMatch(/apt install|Name the program/);
  },
);
