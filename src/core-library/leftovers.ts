import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds after which nobody is still writing: a download that stands still is given up much earlier. */
const OLD_MS = 3_600_000;
/** What an installation works on beside the places where things end up: a dot, a name, a UUID. */
const TEMPORARY =
  /^\.(?:.+_libretro\.(?:so|dylib|dll)\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.zip)?$/;

/** Removes what installations left behind that were killed. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => TEMPORARY.test(entry))) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() && Date.now() - stats.mtimeMs > OLD_MS)
      await rm(path, { force: true }).catch(() => {});
  }
}
