import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { exportPage } from '../../src/signalling/export-page.js';
import { pageFolder } from './page-folder.js';
import { temporaryFolder } from './temporary-folder.js';

describe('the way from the address of an exported page', () => {
  test.each([
    ['#1.aa.bb', 'v1/#1.aa.bb'],
    ['#2.aa.bb.cc', 'v2/#2.aa.bb.cc'],
    ['', 'v1/'],
    ['#nonsense', 'v1/#nonsense'],
    ['#99999.a', 'v1/#99999.a'],
    ['#../../evil', 'v1/#../../evil'],
  ])('with the fragment "%s" leads to %s', async (hash, target) => {
    const folder = await temporaryFolder();
    await exportPage({ folder, pageFolder: await pageFolder() });
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('<script src="to-version.js">');
    const visited: string[] = [];
    const location = { hash, replace: (url: string) => visited.push(url) };
    runInNewContext(await readFile(join(folder, 'to-version.js'), 'utf8'), { location });
    expect(visited).toEqual([target]);
  });
});
