import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { HOMEBREW } from '../cores/real-cores/homebrew.js';

const run = promisify(execFile);
const BENCHMARK = join(PACKAGE_ROOT, 'dist', 'src', 'bench', 'cores.js');

it('measures a core at its own rate, and says what share of a frame’s time its steps take', async () => {
  const game = join(HOMEBREW, 'game-boy.gb');
  const args = ['--core', 'gambatte', game, '--seconds', '0.5', '--run-ahead', '1'];
  const { stdout } = await run(process.execPath, [BENCHMARK, ...args]);
  const { machine, results } = JSON.parse(stdout);
  expect(machine.node).toBe(process.version);
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ core: 'gambatte', game, picture: '160×144', runAheadFrames: 1 });
  const { stepMs, framePercent, framesPerSecond } = results[0];
  expect(stepMs.samples).toBe(30);
  expect(stepMs.p50).toBeGreaterThan(0);
  expect(framePercent.p50).toBeCloseTo((stepMs.p50 * framesPerSecond.core) / 10, 0);
});

it('wants a game with a core', async () => {
  const failure = await run(process.execPath, [BENCHMARK, '--core', 'gambatte']).catch((error) => error);
  expect(failure).toMatchObject({ code: 2, stderr: expect.stringContaining('measured with a game') });
});
