import { basename, posix } from 'node:path';
import { CloudgameError } from '../errors.js';
import { type Archive, archiveFault, type NamedEntry } from './archive.js';
import type { ArchiveLimits } from './archive-limits.js';
import { partsOfGames } from './disc-in-archive.js';
import { isCompanion } from './entry-name.js';
import { entryByNumber, numberedName, numberedNames } from './entry-number.js';
import { isPlayable } from './playable-extensions.js';

/** How many names a message lists. */
const LISTED_NAMES = 20;

/**
 * The entries of an archive that can be played: a disc is its sheet, and not the tracks that this names.
 *
 * @param extensions - of files that can be played: lower case, with the dot.
 */
export async function playableEntries(
  archive: Archive,
  extensions: readonly string[],
  limits: ArchiveLimits,
): Promise<NamedEntry[]> {
  const playable = archive.entries.filter(({ name }) => isPlayable(name, extensions) && !isCompanion(name));
  const parts = await partsOfGames(archive, playable, limits);
  return playable.filter(({ name }) => !parts.has(name));
}

/**
 * Takes the entry of that name, or else the only one that can be played.
 *
 * @param name - the whole path inside the archive, and `#2` behind it for the second entry of that name; its last part
 *   will do where only one entry has it.
 * @throws CloudgameError `usage` that lists the entries where it takes a choice, `game` where there is nothing to play.
 */
export async function chooseEntry(
  archive: Archive,
  extensions: readonly string[],
  name: string | undefined,
  limits: ArchiveLimits,
): Promise<NamedEntry> {
  if (name !== undefined) return namedEntry(archive, name);
  const playable = await playableEntries(archive, extensions, limits);
  const [only] = playable;
  if (!only) {
    throw archiveFault(
      archive.path,
      `holds no game: ${archive.entries.length === 0 ? 'it has no files' : `none of its files is of a kind that is played (${listed(extensions)})`}`,
      'Host an archive with a game in it, or name a file of it with --entry and its core with --core.',
    );
  }
  if (playable.length > 1) {
    throw new CloudgameError(
      'usage',
      `The archive ${basename(archive.path)} holds ${playable.length} games: ${listed(numberedNames(archive, playable))}.`,
      `Name one of them: --entry "${numberedName(archive, only)}"`,
    );
  }
  return only;
}

function namedEntry(all: Archive, name: string): NamedEntry {
  const { path, entries } = all;
  const exact = entries.filter((entry) => entry.name === name);
  const found = exact.length > 0 ? exact : entries.filter((entry) => posix.basename(entry.name) === name);
  if (found.length === 1) return found[0]!;
  const numbered = entryByNumber(all, name);
  if (found.length === 0 && numbered) return numbered;
  const archive = basename(path);
  throw found.length > 1
    ? new CloudgameError(
        'usage',
        `The archive ${archive} has ${found.length} entries named "${name}": ${listed(numberedNames(all, found))}.`,
        `Name one of them: --entry "${numberedName(all, found[0]!)}"`,
      )
    : new CloudgameError(
        'usage',
        `The archive ${archive} has no entry "${name}"; ${entries.length === 0 ? 'it is empty' : `it has ${listed(numberedNames(all, entries))}`}.`,
        'Give --entry one of these names, or leave it out.',
      );
}

function listed(all: readonly string[]): string {
  const names = all.slice(0, LISTED_NAMES);
  const more = all.length - names.length;
  return more > 0 ? `${names.join(', ')}, and ${more} more` : names.join(', ');
}
