import { open, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';

/** Bytes of a description of discs; no real one comes near. */
const MAX_BYTES = 2 ** 20;
const MAX_FILES = 200;

/**
 * The files that belong to a game of several files: the tracks of a disc (`.cue`, `.toc`, `.gdi`, `.ccd`), and the discs
 * of a list (`.m3u`) with theirs.
 *
 * @returns whole paths, without the game's own. Only what lies in the game's folder counts: a game is foreign, and must
 *   not point its core at other files of this computer.
 */
export async function discFiles(game: string): Promise<string[]> {
  const whole = resolve(game);
  const found = new Set<string>([whole]);
  // What is found is looked into in turn: a set may grow while it is gone through.
  for (const path of found) {
    for (const name of await namesIn(path)) {
      const file = resolve(dirname(path), name);
      if (found.size <= MAX_FILES && isBelow(file, dirname(whole)) && (await isFile(file))) found.add(file);
    }
  }
  found.delete(whole);
  return [...found];
}

async function namesIn(path: string): Promise<string[]> {
  const extension = extname(path).toLowerCase();
  const stem = basename(path, extname(path));
  if (extension === '.ccd') return [`${stem}.img`, `${stem}.sub`, `${stem}.IMG`, `${stem}.SUB`];
  const pattern = PATTERNS[extension];
  if (!pattern) return [];
  const lines = (await beginningOf(path)).replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  return lines.flatMap((line) => {
    const [, quoted, bare] = pattern.exec(line) ?? [];
    const name = (quoted ?? bare ?? '').trim();
    return name === '' || name.includes('\0') ? [] : [name.replaceAll('\\', '/')];
  });
}

/** How a line names a file, in quotation marks or without. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  '.cue': /^\s*FILE\s+(?:"([^"]+)"|(\S+))/i,
  '.toc': /^\s*(?:DATAFILE|FILE|AUDIOFILE)\s+(?:"([^"]+)"|(\S+))/i,
  '.gdi': /^\s*\d+\s+\d+\s+\d+\s+\d+\s+(?:"([^"]+)"|(\S+))/,
  '.m3u': /^\s*(?!#)(?:"([^"]+)"|([^|]+))/,
};

async function beginningOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, MAX_BYTES)), 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

function isBelow(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way.split(sep)[0] !== '..' && join(folder, way) === file;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
