import { basename } from 'node:path';
import { CoreError } from '../protocol/core-error.js';
import { type Content, LARGEST_IN_MEMORY, readContent } from './content.js';
import type { DiscInterface } from './disc-interface.js';
import type { ListedDisc } from './disc-list.js';
import type { SystemInfoValue } from './libretro-api.js';

/**
 * Gives a core that was loaded with the first disc of a list the others, and leaves the first one in.
 *
 * @returns what the core was given, to be kept as long as it runs.
 * @throws CoreError where it takes no more, or one can't be read.
 */
export function addFurtherDiscs(
  discs: DiscInterface | undefined,
  [, ...others]: readonly ListedDisc[],
  { library_name: core, need_fullpath: needsPath }: SystemInfoValue,
): readonly Content[] {
  if (others.length === 0) return [];
  if (!discs) {
    throw new CoreError(
      `The core ${core} can’t change discs, and the list names ${others.length + 1}.`,
      'Host the first disc by itself, or take another core of the same system (--core).',
    );
  }
  const contents = readAll(others, needsPath);
  const { index } = discs;
  // libretro.h wants the tray open for it.
  discs.setEjected(true);
  for (const content of contents) {
    if (discs.append(content)) continue;
    throw new CoreError(
      `The core ${core} doesn’t take ${basename(content.path)} as a further disc.`,
      'Host the first disc by itself, or take another core of the same system (--core).',
    );
  }
  discs.setIndex(index);
  discs.setEjected(false);
  return contents;
}

function readAll(discs: readonly ListedDisc[], needsPath: boolean): Content[] {
  let total = 0;
  return discs.map(({ path }) => {
    const content = readContent(path, needsPath);
    total += content.bytes?.length ?? 0;
    if (total > LARGEST_IN_MEMORY) {
      throw new CoreError('The discs of the list are too large together.', 'Host them one by one.');
    }
    return content;
  });
}
