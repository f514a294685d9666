import { vi } from 'vitest';
import { PATIENCE } from '../patience.js';

/** Whether there is a process of this id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the process of this id is gone. */
export async function gone(pid: number): Promise<void> {
  await vi.waitUntil(() => !isRunning(pid), { ...PATIENCE, interval: 10 });
}

/** Ends a process as the system does that runs out of memory. */
export function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('there is no process to kill');
  process.kill(pid, 'SIGKILL');
}
