import type { CorePreferences } from '../core-library/core-for-game.js';
import { CloudgameError } from '../errors.js';
import type { SettingsFile } from './settings-file.js';

/** Extensions and names of cores, as people write them; the dot may be left out. */
const EXTENSION = /^\.?[a-z0-9_+-]{1,20}$/i;

/**
 * Reads which core the user prefers for games with an extension: `cores` of the settings file, over which
 * `CLOUDGAME_CORES` (`nes=nes,gb=gambatte`) decides.
 *
 * @throws CloudgameError `usage` that names the place of a wrong value.
 */
export function readCorePreferences(
  environment: Readonly<Record<string, string | undefined>>,
  file: SettingsFile,
  filePath: string,
): CorePreferences {
  const text = environment.CLOUDGAME_CORES;
  const pairs =
    text === undefined || text === ''
      ? Object.entries(file.cores ?? {})
      : text.split(',').map((pair) => pair.split(/=(.*)/s, 2) as [string, string?]);
  const source = text === undefined || text === '' ? `"cores" in ${filePath}` : 'CLOUDGAME_CORES';
  const preferences = new Map<string, string>();
  for (const [extension, core] of pairs) {
    const name = core?.trim() ?? '';
    if (!EXTENSION.test(extension.trim()) || name === '') {
      throw new CloudgameError(
        'usage',
        `${source}: "${extension}" has no core, or is no extension.`,
        'Give a core for each extension, such as nes=nestopia,gb=gambatte.',
      );
    }
    preferences.set(`.${extension.trim().toLowerCase().replace(/^\./, '')}`, name);
  }
  return preferences;
}
