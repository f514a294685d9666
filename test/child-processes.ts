import { readdirSync, readFileSync } from 'node:fs';

/** A process as the kernel knows it. */
export interface ProcessEntry {
  readonly pid: number;
  /** Its arguments, with spaces between them. */
  readonly commandLine: string;
}

/** The living children of a process. */
export function childrenOf(parent: number): ProcessEntry[] {
  return entries()
    .filter((entry) => entry.parent === parent)
    .map(({ pid }) => ({ pid, commandLine: commandLineOf(pid) }));
}

/** The child whose arguments hold a text. */
export function childOf(parent: number, text: string): ProcessEntry {
  const found = childrenOf(parent).find(({ commandLine }) => commandLine.includes(text));
  if (!found) throw new Error(`process ${parent} has no child with "${text}"`);
  return found;
}

/** The living children of a process, and theirs: a sandbox puts its core into a session of its own. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child.pid, ...descendantsOf(child.pid)]);
}

/** Those of some processes that are still living. */
export function livingOf(pids: readonly number[]): number[] {
  return entries()
    .map(({ pid }) => pid)
    .filter((pid) => pids.includes(pid));
}

/** The living processes whose arguments hold a text. */
export function processesWith(text: string): ProcessEntry[] {
  return entries()
    .map(({ pid }) => ({ pid, commandLine: commandLineOf(pid) }))
    .filter(({ commandLine }) => commandLine.includes(text));
}

/** The living processes of a process group. */
export function processesOfGroup(group: number): ProcessEntry[] {
  return entries()
    .filter((entry) => entry.group === group)
    .map(({ pid }) => ({ pid, commandLine: commandLineOf(pid) }));
}

/** Reads /proc; dead ones that only wait for their parent to notice are left out (proc(5)). */
function entries(): { pid: number; parent: number; group: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readIfThere(`/proc/${name}/stat`);
      // The name of the program, in brackets, can hold anything.
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (stat === '' || state === 'Z' || state === 'X') return [];
      return [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
    });
}

function commandLineOf(pid: number): string {
  return readIfThere(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
