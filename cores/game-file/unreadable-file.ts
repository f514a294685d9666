import { CoreError } from '../protocol/core-error.js';

/** Reads something of a file; throws a `CoreError` that says why it can't be read. */
export function explained<Result>(path: string, read: () => Result): Result {
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
