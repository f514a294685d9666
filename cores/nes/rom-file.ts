import { readGameFile } from '../game-file/read-game-file.js';
import { CoreError } from '../protocol/core-error.js';

/** No cartridge comes near. */
const LARGEST_ROM = { mebibytes: 16, excess: 'and no NES game has more than 16' };

/** Reads a game's file; throws a `CoreError` that says why it can't be played. */
export function readRomFile(path: string | undefined): Buffer {
  if (!path) throw new CoreError('The NES core was started without a game.', 'Name the .nes file to play.');
  return readGameFile(path, LARGEST_ROM);
}
