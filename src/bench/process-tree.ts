import { readdirSync, readFileSync } from 'node:fs';

/** A process, and what it is called in results. */
export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

/**
 * A host and what it started, by what they do; several may do the same, as encoders of several sizes. Reads /proc (proc(5)): elsewhere than on Linux there is nothing to read,
 * and nothing is found.
 */
export function hostProcesses(host: number): NamedProcess[] {
  const below = descendantsOf(host).map((pid) => ({ name: roleOf(commandLineOf(pid)), pid }));
  // A sandbox is a process around the core, which costs nothing once it runs.
  const known = below.filter(({ name }) => name !== undefined) as NamedProcess[];
  return process.platform === 'linux' ? [{ name: 'host', pid: host }, ...known] : [];
}

/** A process and everything below it. */
export function processTree(root: number): number[] {
  return process.platform === 'linux' ? [root, ...descendantsOf(root)] : [];
}

function descendantsOf(root: number): number[] {
  if (process.platform !== 'linux') return [];
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const below = (pid: number): number[] =>
    parents.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(root);
}

/** Field 4 of /proc/<pid>/stat, counted behind the name in parentheses; NaN where it ended. */
function parentOf(pid: string): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function roleOf(commandLine: string): string | undefined {
  if (/libx264|libvpx/.test(commandLine)) return 'video';
  if (/libopus/.test(commandLine)) return 'audio';
  return /cores[\\/][^\s]+\.js/.test(commandLine) ? 'core' : undefined;
}

function commandLineOf(pid: number): string {
  return readIfThere(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
