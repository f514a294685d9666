import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { killGroup } from '../../../src/pipeline/core/process-group.js';
import { processesOfGroup } from '../../child-processes.js';
import { gone } from '../process.js';

/** A shell in a group of its own that prints the number of a process which it leaves behind. */
async function startShell(after: string) {
  const shell = spawn('sh', ['-c', `sleep 86400 >&- 2>&- & echo $!; ${after}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(shell, 'exit');
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  return { shell, exit, left: Number(line.toString()) };
}

describe('the end of a process group', () => {
  it('is that of a process and of what it started', async () => {
    const { shell, exit, left } = await startShell('wait');
    killGroup(shell);
    expect(await exit).toEqual([null, 'SIGKILL']);
    await gone(left);
  });

  it('is that of what a process left behind when it exited', async () => {
    const { shell, exit, left } = await startShell('exit 0');
    await exit;
    expect(processesOfGroup(shell.pid!).map(({ pid }) => pid)).toEqual([left]);
    killGroup(shell);
    await gone(left);
  });

  it('is nothing where the process never was', async () => {
    const missing = spawn('/nowhere/program', { stdio: 'ignore' });
    await once(missing, 'error');
    expect(() => killGroup(missing)).not.toThrow();
  });
});
