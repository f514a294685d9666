import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/**
 * Where RetroArch has its BIOS files by its settings (`retroarch.cfg`): `~` stands for the home folder, `:` for
 * RetroArch's own.
 *
 * @param folder - RetroArch's own, with its settings.
 * @param home - the user's home folder.
 * @returns `undefined` where the settings leave it to RetroArch, or there are none.
 */
export async function configuredSystemFolder(folder: string, home: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'retroarch.cfg'), 'utf8').catch(() => '');
  const path = /^[ \t]*system_directory[ \t]*=[ \t]*"([^"\n]+)"/m.exec(text)?.[1];
  if (path === undefined || path === 'default') return undefined;
  if (/^~[\\/]/.test(path)) return join(home, path.slice(2));
  if (/^:[\\/]/.test(path)) return join(folder, path.slice(2));
  return isAbsolute(path) ? path : undefined;
}
