import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';

const BUILT = join(PACKAGE_ROOT, 'dist', 'src', 'terminal', 'command-line.js');

/** A run of the real command line. */
export interface Run {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Waits for so many lines on standard output. */
  lines(count: number): Promise<string[]>;
  /** Waits for its end; -1 where a signal ended it. */
  exit(): Promise<number>;
}

/** Starts `cloudgame` with its standard streams piped; it is gone with the test. */
export function runCloudgame(...args: string[]): Run {
  if (!existsSync(BUILT)) throw new Error('the tests of commands run the built program: npm run build');
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'bin', 'run.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const exited = once(child, 'close').then(([code]) => (code as number | null) ?? -1);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const run = {
    child,
    stdout: '',
    stderr: '',
    async lines(count: number) {
      while (run.stdout.split('\n').length <= count) await once(child.stdout, 'data');
      return run.stdout.split('\n').slice(0, count);
    },
    exit: () => exited,
  };
  child.stdout.on('data', (data) => {
    run.stdout += data;
  });
  child.stderr.on('data', (data) => {
    run.stderr += data;
  });
  return run;
}
