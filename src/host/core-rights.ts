import type { Ability } from '../../cores/protocol/core-hello.js';
import { PLAYER_RIGHTS, type PlayerRight } from '../protocol/room-action.js';

/** The rights that are of any use with a core of these abilities. */
export function rightsWith(abilities: ReadonlySet<Ability>): PlayerRight[] {
  const hasStates = abilities.has('states');
  const can: Record<PlayerRight, boolean> = {
    save: hasStates,
    load: hasStates,
    pause: true,
    reset: abilities.has('reset'),
    speed: !abilities.has('ownClock'),
    rewind: hasStates,
    disc: abilities.has('discs'),
    cheat: abilities.has('cheats'),
  };
  return PLAYER_RIGHTS.filter((right) => can[right]);
}
