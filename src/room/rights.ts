import { CloudgameError } from '../errors.js';
import { PLAYER_RIGHTS, type PlayerRight, type RoomAction } from '../protocol/room-action.js';

/**
 * What players may do where the host doesn't say: pause, as on a console, where nothing is lost by it. Everything else
 * overwrites a save, or takes the game from the others.
 */
export const DEFAULT_RIGHTS: readonly PlayerRight[] = ['pause'];

/** Which right an action needs. */
export function rightFor(action: RoomAction): PlayerRight {
  switch (action.kind) {
    case 'resume':
    case 'advance':
      return 'pause';
    case 'undo':
      return 'load';
    default:
      return action.kind;
  }
}

/**
 * Reads a list of rights: their names, or `all`, or `none`.
 *
 * @throws CloudgameError `usage` for a name that there isn't.
 */
export function parseRights(list: string | readonly string[]): readonly PlayerRight[] {
  const names = (typeof list === 'string' ? list.split(/[\s,]+/) : list).filter((name) => name !== '');
  if (names.length === 1 && names[0] === 'all') return PLAYER_RIGHTS;
  if (names.length === 1 && names[0] === 'none') return [];
  for (const name of names) {
    if (!PLAYER_RIGHTS.some((right) => right === name)) throw unknown(`There is no right "${name}".`);
  }
  if (names.length === 0) throw unknown('No right is named.');
  return PLAYER_RIGHTS.filter((right) => names.includes(right));
}

function unknown(what: string): CloudgameError {
  return new CloudgameError(
    'usage',
    what,
    `Name any of ${PLAYER_RIGHTS.join(', ')}, with commas between them, or all or none.`,
  );
}
