import { basename } from 'node:path';
import { closestName } from '../../cores/closest-name.js';
import { CloudgameError } from '../errors.js';
import { BUILT_IN_CORES } from '../pipeline/core/core-program.js';
import type { CoreFolders } from './core-folders.js';
import { compareCores } from './core-preference.js';
import { listInstalledCores, listKnownCores } from './installed-cores.js';
import { plainName } from './library-name.js';

/** How many names a message lists. */
const LISTED_NAMES = 12;

/**
 * Words for a core that is neither built in nor installed: whether there is one of that name to install, or a near one.
 *
 * @param preferredFor - the extension for which the user's settings name the core; absent where `--core` does.
 */
export async function unknownCore(
  name: string,
  folders: CoreFolders,
  preferredFor?: string,
): Promise<CloudgameError> {
  const { message, hint } = await wordsFor(name, folders);
  const place =
    preferredFor === undefined
      ? ''
      : `It is the choice for ${preferredFor} in CLOUDGAME_CORES or the settings file. `;
  return new CloudgameError('usage', message, `${place}${hint}`);
}

async function wordsFor(name: string, folders: CoreFolders): Promise<{ message: string; hint: string }> {
  const known = (await listKnownCores(folders)).find((core) => plainName(core.name) === plainName(name));
  if (known) {
    return {
      message: `The core ${known.name} is not installed.`,
      hint: `Install it: cloudgame cores install ${known.name}`,
    };
  }
  const builtIn = Object.keys(BUILT_IN_CORES);
  const installed = (await listInstalledCores(folders)).map((core) => core.name);
  const near = closestName(name, [...builtIn, ...installed]);
  if (near !== undefined) {
    return {
      message: `There is no core named "${name}". Did you mean ${near}?`,
      hint: 'See what is installed: cloudgame cores list',
    };
  }
  return {
    message: `There is no core named "${name}".`,
    hint: [
      `Built in are ${builtIn.join(', ')}.`,
      ...(installed.length > 0 ? [`Installed are ${listed(installed)}.`] : []),
      'See what else there is: cloudgame cores list --available.',
      `A program of your own is named by its path: --core ./${name}`,
    ].join(' '),
  };
}

/**
 * Words for a game that only cores play that aren't installed.
 *
 * @param extension - of the game, in lower case with its dot.
 * @returns `undefined` where none is known.
 */
export async function missingCore(
  game: string,
  extension: string,
  folders: CoreFolders,
): Promise<CloudgameError | undefined> {
  const [first, ...others] = (await listKnownCores(folders))
    .filter(({ info }) => info.extensions.includes(extension) && info.requiredHardwareApi === undefined)
    .sort(compareCores)
    .map(({ name }) => name);
  if (first === undefined) return undefined;
  return new CloudgameError(
    'usage',
    `No core that is installed plays "${basename(game)}".`,
    `Install one that does: cloudgame cores install ${first}${others.length > 0 ? ` (or ${listed(others)})` : ''}`,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED_NAMES;
  return names.slice(0, LISTED_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
