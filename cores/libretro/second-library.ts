import { readFileSync, writeSync } from 'node:fs';
import koffi from 'koffi';

/** What a file in memory is called in /proc (memfd_create(2)); it is for people. */
const NAME = 'libretro-core';
/** Not for programs that a core may start. */
const MFD_CLOEXEC = 1;

/**
 * A copy of a library in memory. A core has global state, and the system loads a file once: only a copy of it is a
 * second machine.
 *
 * @returns a path that can be loaded for as long as the process lives; `undefined` where the system has no such files.
 */
export function copyOfLibrary(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const createFile = koffi.load(null).func('int memfd_create(const char *name, unsigned int flags)');
  const descriptor = createFile(NAME, MFD_CLOEXEC) as number;
  if (descriptor < 0) return undefined;
  const content = readFileSync(path);
  for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
  return `/proc/self/fd/${descriptor}`;
}
