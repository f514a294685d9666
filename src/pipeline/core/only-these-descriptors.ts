import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';

const CLOSE_ON_EXEC = 0o2000000;

/** What becomes of each descriptor, as `spawn` takes it. */
export type Descriptors = ('ignore' | 'pipe' | number)[];

/**
 * Starts a program with the named descriptors and no others. A child inherits whatever isn't marked to be closed: what
 * this process has from its own parent, and the sockets of native libraries, which would lead out of a sandbox. Linux
 * alone tells which those are; there they become `/dev/null`.
 *
 * @param start - spawns with the descriptors that it is given.
 */
export function withOnlyTheseDescriptors<Child>(
  named: Descriptors,
  start: (descriptors: Descriptors) => Child,
): Child {
  const inherited = inheritedDescriptors().filter((descriptor) => descriptor >= named.length);
  if (inherited.length === 0) return start(named);
  const nothing = openSync(devNull, 'r');
  try {
    const all: Descriptors = [...named];
    // Those between stay as they are: closed by themselves.
    while (all.length <= Math.max(...inherited))
      all.push(inherited.includes(all.length) ? nothing : 'ignore');
    return start(all);
  } finally {
    closeSync(nothing);
  }
}

/** Descriptors of this process that its children get, unless somebody prevents it (proc(5), `fdinfo`). */
function inheritedDescriptors(): number[] {
  if (process.platform !== 'linux') return [];
  try {
    return readdirSync('/proc/self/fd').filter(isInherited).map(Number);
  } catch {
    return [];
  }
}

function isInherited(descriptor: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The one by which the list was read is gone.
    return false;
  }
}
