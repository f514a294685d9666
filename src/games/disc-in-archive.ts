import { posix } from 'node:path';
import { type Archive, archiveFault, type NamedEntry } from './archive.js';
import { type ArchiveLimits, mebibytes } from './archive-limits.js';
import { MAX_DISC_FILES } from './disc-files.js';
import { checkReadable, readEntry } from './entry-content.js';
import {
  faultOfNamed,
  filesOfSheet,
  isSheet,
  MAX_SHEET_BYTES,
  NAMED_SHEET_HINT,
  namesByItsName,
} from './game-sheet.js';

/**
 * The entries of a game in an archive: the chosen one and, where that is a sheet, those that it names.
 *
 * @throws CloudgameError `game` where one of them is missing, lies outside of the folder of the chosen one or can't be
 *   read, or where together they are more than a game has.
 */
export async function entriesOfGame(
  archive: Archive,
  chosen: NamedEntry,
  limits: ArchiveLimits,
): Promise<NamedEntry[]> {
  const found = new Map<string, NamedEntry>([[chosen.name, chosen]]);
  // What is found is looked into in turn: a map may grow while it is gone through.
  for (const named of found.values()) {
    checkReadable(archive, named, limits);
    checkSum(archive, [...found.values()], limits);
    for (const file of await namesIn(archive, named)) {
      const entry = entryOf(archive, chosen, named, file);
      if (entry) found.set(entry.name, entry);
      if (found.size > MAX_DISC_FILES)
        throw setFault(archive, `has more than ${MAX_DISC_FILES} files in one game`);
    }
  }
  return [...found.values()];
}

/** Names of all entries that sheets among some entries name: parts of games, and none by themselves. */
export async function partsOfGames(
  archive: Archive,
  entries: readonly NamedEntry[],
  limits: ArchiveLimits,
): Promise<ReadonlySet<string>> {
  const parts = new Set<string>();
  for (const sheet of entries.filter(({ name }) => isSheet(name)).slice(0, MAX_DISC_FILES)) {
    try {
      checkReadable(archive, sheet, limits);
      for (const file of await namesIn(archive, sheet)) {
        // A list that names itself is to be found all the same.
        if (faultOfNamed(sheet.name, file) === undefined) parts.add(pathOf(sheet, file));
      }
    } catch {
      // Whoever chooses it is told what is wrong with it.
    }
  }
  return parts;
}

async function namesIn(archive: Archive, sheet: NamedEntry): Promise<readonly string[]> {
  if (!isSheet(sheet.name)) return [];
  if (namesByItsName(sheet.name)) return filesOfSheet(sheet.name, new Uint8Array());
  if (sheet.entry.uncompressedSize > MAX_SHEET_BYTES) {
    throw setFault(archive, `can't be played: "${sheet.name}" in it is too large to be a list of files`);
  }
  return filesOfSheet(sheet.name, await readEntry(archive, sheet));
}

function entryOf(
  archive: Archive,
  chosen: NamedEntry,
  sheet: NamedEntry,
  file: string,
): NamedEntry | undefined {
  const name = pathOf(sheet, file);
  const shown = JSON.stringify(file.slice(0, 100));
  if (/^(\/|[a-z]:)/i.test(file) || posix.relative(posix.dirname(chosen.name), name).startsWith('..')) {
    throw setFault(archive, `is refused: "${sheet.name}" in it names ${shown}, which is not in its folder`);
  }
  const nesting = faultOfNamed(sheet.name, file);
  if (nesting !== undefined) {
    throw archiveFault(archive.path, `is refused: "${sheet.name}" in it ${nesting}`, NAMED_SHEET_HINT);
  }
  const entries = archive.entries.filter((entry) => entry.name === name);
  if (entries.length === 1) return entries[0];
  if (entries.length === 0 && namesByItsName(sheet.name)) return undefined;
  throw setFault(
    archive,
    entries.length === 0
      ? `is not whole: "${sheet.name}" in it names ${shown}, which it doesn't have`
      : `has ${entries.length} entries named "${name}"`,
  );
}

function pathOf(sheet: NamedEntry, file: string): string {
  return posix.join(posix.dirname(sheet.name), file);
}

/** Entries that lie on top of each other in the archive unpack to more than it can hold (as in 42.zip's successors). */
function checkSum(archive: Archive, entries: readonly NamedEntry[], { discSetBytes }: ArchiveLimits): void {
  if (entries.length === 1) return;
  const sum = (of: (entry: NamedEntry['entry']) => number) =>
    entries.reduce((total, { entry }) => total + of(entry), 0);
  if (sum((entry) => entry.compressedSize) > archive.bytes) {
    throw setFault(archive, 'is refused: entries lie on top of each other in it, as in zip bombs');
  }
  if (sum((entry) => entry.uncompressedSize) > discSetBytes) {
    throw setFault(archive, `is refused: its game would unpack to more than ${mebibytes(discSetBytes)}`);
  }
}

function setFault(archive: Archive, fault: string): Error {
  return archiveFault(archive.path, fault, 'Unpack it yourself, and host the sheet that names the files.');
}
