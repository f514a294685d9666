import { CloudgameError } from '../errors.js';
import { type SavedState, SaveFileFault } from './save-file.js';

/** Reads a state; what is damaged is told to people. @param what - that is read, as the subject of a sentence. */
export async function readWhole(
  read: () => Promise<SavedState | undefined>,
  what: string,
): Promise<SavedState | undefined> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof SaveFileFault)) throw cause;
    throw new CloudgameError('usage', `${what} ${cause.message}.`, 'Take another save.', { cause });
  }
}

/** @param what - a file, or a save by its title. */
export function alreadyThere(what: string): CloudgameError {
  return new CloudgameError('usage', `${what} is there already.`, 'Add --force to replace it.');
}
