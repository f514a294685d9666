import { BUILT_IN_CORES, GAME_EXTENSIONS } from '../pipeline/core/core-program.js';

/**
 * Extensions of the files that a core plays, or any core where none is named: lower case, with the dot. `undefined` for
 * a program of the user's own, which may read archives itself.
 */
export function playableExtensions(core: string | undefined): readonly string[] | undefined {
  if (core === undefined) return GAME_EXTENSIONS;
  return Object.hasOwn(BUILT_IN_CORES, core) ? BUILT_IN_CORES[core]!.extensions : undefined;
}
