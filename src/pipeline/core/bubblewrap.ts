import { execFile } from 'node:child_process';
import type { CoreView } from './core-view.js';

/** What programs and libraries of the system need to run; each where it is there. Nix and Guix keep theirs apart. */
const SYSTEM = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/gnu/store',
  '/run/current-system/sw',
  '/etc/ld.so.cache',
  '/etc/alternatives',
];

/** How long (ms) bubblewrap may take to show that it works. */
const TRIAL_TIMEOUT = 5_000;

/**
 * The arguments with which bubblewrap (bwrap(1)) runs a program that sees nothing but a view of the file system: no
 * network, no other process, no capability. Descriptors pass through.
 */
export function bubblewrapArguments(view: CoreView, command: string, args: readonly string[]): string[] {
  return [
    // User, IPC, PID, network, UTS and cgroup namespaces: abstract sockets go with the network's.
    '--unshare-all',
    '--cap-drop',
    'ALL',
    '--die-with-parent',
    // Without the terminal of the host nothing can be typed into it (TIOCSTI, CVE-2017-5226).
    '--new-session',
    '--unsetenv',
    'TMPDIR',
    ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--tmpfs',
    '/tmp',
    // A game that is gone is the core's to complain about.
    ...view.reads.flatMap((path) => ['--ro-bind-try', path, path]),
    ...view.writes.flatMap((path) => ['--bind', path, path]),
    '--remount-ro',
    '/',
    '--chdir',
    '/',
    '--',
    command,
    ...args,
  ];
}

/** Why something doesn't work here, as a sentence without its full stop, and what to do about it, as a sentence. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: string;
}

/**
 * Runs Node in a sandbox of that view.
 *
 * @param bubblewrap - path or name of the program.
 * @returns why it didn't work, or `undefined` where it did.
 */
export function tryBubblewrap(
  bubblewrap: string,
  view: CoreView,
  environment: NodeJS.ProcessEnv,
): Promise<Obstacle | undefined> {
  if (process.platform !== 'linux') {
    return Promise.resolve({
      reason: 'bubblewrap exists for Linux only',
      remedy: 'Host on Linux, or play only with cores and games that you trust.',
    });
  }
  const args = bubblewrapArguments(view, process.execPath, ['--version']);
  return new Promise((resolve) => {
    execFile(
      bubblewrap,
      args,
      { env: environment, timeout: TRIAL_TIMEOUT, killSignal: 'SIGKILL' },
      (error, _output, words) => {
        resolve(error ? obstacle(error, words) : undefined);
      },
    );
  });
}

function obstacle(error: Error & { code?: unknown; killed?: boolean }, words: string): Obstacle {
  if (error.code === 'ENOENT') {
    return {
      reason: 'bubblewrap (bwrap) is not installed',
      remedy: 'Install it: apt install bubblewrap, or the like.',
    };
  }
  const lastLine = words.trim().split('\n').at(-1) ?? '';
  const complaint = lastLine.replace(/^bwrap: /, '').replace(/\.$/, '');
  const silence = error.killed ? `no answer within ${TRIAL_TIMEOUT / 1000} s` : error.message;
  return {
    reason: `bubblewrap does not work here (${complaint || silence})`,
    remedy: 'Let unprivileged programs make user namespaces here: containers and AppArmor often forbid it.',
  };
}
