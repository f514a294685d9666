import { readFileSync, type Stats, statSync } from 'node:fs';
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

function explained<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw complaintOf(path, error as NodeJS.ErrnoException);
  }
}

/** Words for what the file system said. */
export function complaintOf(path: string, cause: NodeJS.ErrnoException): CoreError {
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CoreError(
        `${path} does not exist.`,
        'Check the path; one that contains spaces needs quotes around it.',
        { cause },
      );
    case 'EACCES':
    case 'EPERM':
      return new CoreError(
        `${path} may not be read by this user.`,
        'Give yourself the right to read it, for example with chmod u+r.',
        { cause },
      );
    default:
      return new CoreError(
        `${path} can’t be read (${cause.code}).`,
        'Check the disk, or copy the file elsewhere.',
        { cause },
      );
  }
}
