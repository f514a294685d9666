import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lastProcessor, pinned, pinningWarnings } from '../../src/bench/processor-pinning.js';

function folderWithTaskset(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'cg-pinning-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'taskset'), '');
  chmodSync(join(folder, 'taskset'), mode);
  return folder;
}

test('viewers are kept on the last processor', () => {
  const folder = folderWithTaskset(0o755);
  const pinning = lastProcessor({ PATH: ['/nowhere', folder].join(delimiter) }, 4, 'linux');
  expect(pinned(pinning)).toEqual([join(folder, 'taskset'), '--cpu-list', '3']);
  expect(pinningWarnings(pinning)).toEqual([]);
});

test('where they can’t be, the report says why', () => {
  for (const [pinning, why] of [
    [lastProcessor({ PATH: '/nowhere' }, 2, 'linux'), '`taskset` (util-linux), which keeps them'],
    [lastProcessor({}, 2, 'linux'), '`taskset` (util-linux)'],
    [lastProcessor({ PATH: folderWithTaskset(0o755) }, 2, 'darwin'), 'only on Linux'],
  ] as const) {
    expect(pinned(pinning)).toEqual([]);
    expect(pinningWarnings(pinning)).toEqual([expect.stringContaining(why)]);
  }
});

test('where there is only one processor, there is nothing to say', () => {
  const pinning = lastProcessor({ PATH: '/nowhere' }, 1, 'linux');
  expect(pinned(pinning)).toEqual([]);
  expect(pinningWarnings(pinning)).toEqual([]);
});
