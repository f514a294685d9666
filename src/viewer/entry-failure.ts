import { CloudgameError } from '../errors.js';

/** The host shut the viewer out, with a reason for people. */
export function refusal(message: string): CloudgameError {
  return new CloudgameError(
    'network',
    `The host did not let this viewer in: ${message}`,
    'Ask the host for a link that works, or try again later.',
  );
}

export function noSignalling(): CloudgameError {
  return new CloudgameError(
    'signalling',
    'The signalling server did not answer in time.',
    'See that the host is running and that this computer is in its network.',
  );
}

export function noAnswer(): CloudgameError {
  return new CloudgameError(
    'network',
    'The host did not answer.',
    'See that the host is running, and try again in a moment.',
  );
}

export function noWay(): CloudgameError {
  return new CloudgameError(
    'network',
    'The host answered, but no packets get through between it and this computer.',
    'See whether a firewall keeps UDP from passing.',
  );
}
