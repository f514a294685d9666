import { CloudgameError } from '../../errors.js';

/** An action that was carried out, for those who asked and for everybody else. */
export interface Deed {
  /** A sentence for whoever asked. */
  readonly message: string;
  /** What follows whoever did it, for everybody: "saved to slot 3."; absent where it is too small for that. */
  readonly notice?: string;
}

/** Why an action can't be carried out, for whoever asked. */
export function refused(message: string): CloudgameError {
  return new CloudgameError('usage', message, '');
}
