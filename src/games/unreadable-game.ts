import { CloudgameError } from '../errors.js';

/** Words why a game's file, plain or an archive, can't be read. */
export function unreadableGame(path: string, cause: unknown): CloudgameError {
  return new CloudgameError(
    'game',
    `The game ${path} ${readFailure(cause)}.`,
    'Check the path, and that the file is yours to read.',
    { cause },
  );
}

function readFailure(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read';
    case 'EISDIR':
      return 'is a folder';
    default:
      return `can't be read (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}
