import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parsePixel, readScreenChoices } from '../../../src/bench/command/screen-choices.js';
import { CloudgameError } from '../../../src/errors.js';

test.each([
  ['412,300', { x: 412, y: 300 }],
  [' 0 , 7 ', { x: 0, y: 7 }],
])('reads the point %s', (text, point) => {
  expect(parsePixel(text)).toEqual(point);
});

test.each(['', '1', '1,2,3', '-1,2', '1.5,2', 'a,b', '100000,1'])('refuses "%s" as a point', (text) => {
  expect(() => parsePixel(text)).toThrow(CloudgameError);
});

test('reads the script that gets a page ready', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cg-prepare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const prepare = join(folder, 'ready.js');
  writeFileSync(prepare, 'start()');
  expect(await readScreenChoices({ key: 'x', prepare })).toEqual({ key: 'x', prepare: 'start()' });
  await expect(readScreenChoices({ key: 'x', prepare: `${prepare}.no` })).rejects.toThrow(
    'The script for the page can’t be read: ENOENT',
  );
});

test('leaves the point to be found where none is named', async () => {
  expect(await readScreenChoices({ key: 'KeyZ' })).toEqual({ key: 'KeyZ' });
  expect(await readScreenChoices({})).toEqual({});
});
