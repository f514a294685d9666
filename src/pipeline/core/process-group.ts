import type { ChildProcess } from 'node:child_process';

/**
 * Ends a process that was started `detached`, and what it left behind in its group: a core may start programs and forget
 * them. To be called while it runs or right when it has exited, since its number goes to another process some day.
 */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
