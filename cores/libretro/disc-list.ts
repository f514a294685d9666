import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { explained } from '../game-file/unreadable-file.js';
import { CoreError } from '../protocol/core-error.js';

/** A disc that a list names. */
export interface ListedDisc {
  /** Whole path. */
  readonly path: string;
  /** For people. */
  readonly label: string;
}

const MAX_LIST_BYTES = 256 * 1024;
/** As many as `hello` has room for. */
const MAX_DISCS = 255;
/** A file on each line, after which RetroArch puts a label behind a bar; `#` begins a remark. */
const LINE = /^\s*(?!#)(?:"([^"]+)"|([^|]+?))\s*(?:\|\s*(.*?)\s*)?$/;

/**
 * The discs of a list (`.m3u`) that a core has to be given one by one.
 *
 * @param extensions - what the core plays, separated by `|`: one that reads lists is given the list itself.
 * @returns none where the game is no list, or is the core's to read.
 * @throws CoreError where a list can't be read or is empty.
 */
export function discsOfList(game: string | undefined, extensions: string | null): readonly ListedDisc[] {
  if (game === undefined || extname(game).toLowerCase() !== '.m3u') return [];
  if (extensions?.toLowerCase().split('|').includes('m3u')) return [];
  const path = resolve(game);
  const { size } = explained(path, () => statSync(path));
  if (size > MAX_LIST_BYTES) throw new CoreError(`${path} is too large to be a list of discs.`);
  const discs = parseDiscList(
    explained(path, () => readFileSync(path, 'utf8')),
    dirname(path),
  );
  if (discs.length === 0) {
    throw new CoreError(`${path} names no disc.`, 'Write the names of the discs’ files into it, one a line.');
  }
  if (discs.length > MAX_DISCS) throw new CoreError(`${path} names more than ${MAX_DISCS} discs.`);
  return discs;
}

/** @param folder - of the list, to which its names are relative. */
export function parseDiscList(text: string, folder: string): ListedDisc[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .flatMap((line) => {
      const [, quoted, bare, label] = LINE.exec(line) ?? [];
      const name = (quoted ?? bare ?? '').trim().replaceAll('\\', '/');
      if (name === '') return [];
      return [{ path: resolve(folder, name), label: label || basename(name, extname(name)) }];
    });
}
