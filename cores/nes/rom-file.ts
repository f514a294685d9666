import { readFileSync, type Stats, statSync } from 'node:fs';
import { explained } from '../game-file/unreadable-file.js';
import { CoreError } from '../protocol/serve.js';

/** No cartridge comes near; what is larger is another kind of file, and isn't read into memory. */
const LARGEST_ROM_BYTES = 16 * 1024 * 1024;

/** Reads a game's file; throws a `CoreError` that says why it can't be played. */
export function readRomFile(path: string | undefined): Buffer {
  if (!path) throw new CoreError('The NES core was started without a game.', 'Name the .nes file to play.');
  const stats = explained(path, () => statSync(path));
  checkFile(path, stats);
  return explained(path, () => readFileSync(path));
}

function checkFile(path: string, stats: Stats): void {
  if (stats.isDirectory()) {
    throw new CoreError(`${path} is a folder, not a game.`, 'Name a .nes file inside it.');
  }
  if (!stats.isFile()) {
    throw new CoreError(`${path} is not a regular file.`, 'Name a .nes file.');
  }
  if (stats.size === 0) {
    throw new CoreError(`${path} is empty.`, 'Copy the game again: nothing of it arrived.');
  }
  if (stats.size > LARGEST_ROM_BYTES) {
    throw new CoreError(
      `${path} has ${Math.ceil(stats.size / 1024 / 1024)} MiB, and no NES game has more than 16.`,
      'Name the .nes file itself; another system’s game needs another core (--core).',
    );
  }
}
