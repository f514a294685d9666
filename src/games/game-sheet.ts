import { basename, extname } from 'node:path';

/** Bytes of a sheet: one of 99 tracks has 10,000. */
export const MAX_SHEET_BYTES = 256 * 1024;

/** How a line of each kind of sheet names a file, in quotation marks or without. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  '.cue': /^\s*FILE\s+(?:"([^"]+)"|([^"].*?)(?:\s+(?:BINARY|MOTOROLA|WAVE|AIFF|MP3))?\s*$)/i,
  '.toc': /^\s*(?:DATAFILE|AUDIOFILE|FILE)\s+(?:"([^"]+)"|(\S+))/i,
  '.gdi': /^\s*\d+\s+\d+\s+\d+\s+\d+\s+(?:"([^"]+)"|(\S+))/,
  // Discs, one a line; RetroArch puts labels behind a bar.
  '.m3u': /^\s*(?!#)(?:"([^"]+)"|([^|]+))/,
};

/** Whether a file is a text that names the files of a game, such as the tracks of a disc. */
export function isSheet(name: string): boolean {
  const extension = extname(name).toLowerCase();
  return extension === '.ccd' || Object.hasOwn(PATTERNS, extension);
}

/** Whether a sheet belongs to files by its own name alone, and not all of them need to be there. */
export function namesByItsName(name: string): boolean {
  return extname(name).toLowerCase() === '.ccd';
}

/**
 * The files that a sheet names, in its order, as it writes them but with slashes: relative to its folder, if it is honest.
 * What isn't understood is passed over, as emulators do.
 *
 * @param name - the sheet's own.
 * @param content - UTF-8, or Latin-1 where it can't be that.
 */
export function filesOfSheet(name: string, content: Uint8Array): string[] {
  const stem = basename(name, extname(name));
  if (namesByItsName(name)) return ['.img', '.sub', '.IMG', '.SUB'].map((extension) => stem + extension);
  const pattern = PATTERNS[extname(name).toLowerCase()];
  if (!pattern) return [];
  const names = decode(content)
    .split(/\r\n|\r|\n/)
    .flatMap((line) => {
      const [, quoted, bare] = pattern.exec(line) ?? [];
      const file = (quoted ?? bare ?? '').trim().replaceAll('\\', '/');
      return file === '' ? [] : [file.replace(/^(\.\/)+/, '')];
    });
  return [...new Set(names)];
}

/**
 * Why a sheet may not name a file: cores follow such names without end, and crash of it.
 *
 * @param sheet - name of the sheet.
 * @returns what it names and what it may, as the rest of a sentence; `undefined` where it may.
 */
export function faultOfNamed(sheet: string, name: string): string | undefined {
  const isList = extname(sheet).toLowerCase() === '.m3u';
  if (!isSheet(name) || (isList && extname(name).toLowerCase() !== '.m3u')) return undefined;
  const shown = JSON.stringify(name.slice(0, 100));
  return isList ? `names ${shown}, and a list of discs names no list` : `names ${shown}, which is no track`;
}

/** What to do about such a fault. */
export const NAMED_SHEET_HINT =
  'Name the files of the discs in a list, one a line, and those of its tracks in the sheet of a disc.';

function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('latin1').decode(content);
  }
}
