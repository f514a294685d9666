import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';

const BENCHMARK = join(PACKAGE_ROOT, 'dist', 'src', 'bench', 'saves.js');

it('measures saves from the key to the disk, and the frames that they cost', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    BENCHMARK,
    '--core',
    'nes',
    '--saves',
    '5',
  ]);
  const { results } = JSON.parse(stdout);
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ core: expect.stringMatching(/^nes /), saveMs: { samples: 5 } });
  expect(results[0].stateBytes).toBeGreaterThan(1000);
  expect(results[0].saveMs.p50).toBeGreaterThan(0);
  expect(results[0].whileSaving.framesDropped).toBeGreaterThanOrEqual(0);
});
