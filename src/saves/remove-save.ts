import { CloudgameError } from '../errors.js';
import { type SaveName, titleOfSave } from './save-name.js';
import type { SaveStore } from './save-store.js';

/**
 * Removes one save, or with `all` everything of the game.
 *
 * @returns what was removed, for people.
 * @throws CloudgameError `usage` where it isn't clear what is meant: what is removed is lost.
 */
export async function removeSave(
  store: SaveStore,
  save: SaveName | undefined,
  all: boolean,
): Promise<string> {
  if (save ? all : !all) {
    throw new CloudgameError(
      'usage',
      save ? 'A save and --all are both given.' : 'No save is named.',
      'Name a save, or give --all to remove everything of the game.',
    );
  }
  if (save) await store.remove(save);
  else await store.removeAll();
  return save ? titleOfSave(save) : 'all saves of the game';
}
