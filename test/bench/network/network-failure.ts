import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { CloudgameError } from '../../../src/errors.js';

/** What is said of a text that is no network; throws where it is taken for one. */
export function failureOf(text: string): CloudgameError {
  try {
    parseNetwork(text);
  } catch (error) {
    if (error instanceof CloudgameError) return error;
  }
  throw new Error(`“${text}” was taken for a network`);
}
