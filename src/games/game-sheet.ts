import { extname } from 'node:path';
import { filesOfCueSheet } from './cue-sheet.js';
import { filesOfDiscList } from './disc-list.js';

/** Bytes of a sheet: one of 99 tracks has 10,000. */
export const MAX_SHEET_BYTES = 256 * 1024;

const READERS: Readonly<Record<string, (text: string) => string[]>> = {
  '.cue': filesOfCueSheet,
  '.m3u': filesOfDiscList,
};

/** Whether a file is a text that names the files of a game, such as the tracks of a disc. */
export function isSheet(name: string): boolean {
  return Object.hasOwn(READERS, extname(name).toLowerCase());
}

/**
 * The files that a sheet names, as it writes them but with slashes: relative to its folder, if it is honest.
 *
 * @param name - the sheet's own, for its extension.
 * @param content - UTF-8, or Latin-1 where it can't be that.
 */
export function filesOfSheet(name: string, content: Uint8Array): string[] {
  const files = READERS[extname(name).toLowerCase()]?.(decode(content)) ?? [];
  return files.map((file) => file.replaceAll('\\', '/').replace(/^(\.\/)+/, ''));
}

function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('latin1').decode(content);
  }
}
