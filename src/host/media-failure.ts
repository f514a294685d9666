import { CloudgameError } from '../errors.js';

/** Words for what ended a game because a part of its media path died for good. */
export function mediaFailure(what: 'core' | 'video encoder', failure: unknown): CloudgameError {
  if (failure instanceof CloudgameError) return failure;
  return new CloudgameError(
    what === 'core' ? 'unexpected' : 'ffmpeg',
    `The ${what} failed again and again: ${failure instanceof Error ? failure.message : String(failure)}.`,
    'Try another ffmpeg with --ffmpeg PATH, or the other codec.',
    failure instanceof Error ? { cause: failure } : undefined,
  );
}
