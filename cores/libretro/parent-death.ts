import koffi from 'koffi';

/** prctl(2), signal(7). */
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/**
 * Has the kernel end this process when the host is gone, on Linux: a core that never comes back from a frame doesn't see
 * that its pipes are closed, and a host that was killed can't end it.
 */
export function endWithParent(): void {
  if (process.platform !== 'linux') return;
  const prctl = koffi.load(null).func('int prctl(int option, unsigned long signal)');
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}
