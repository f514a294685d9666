import { FrequencyLimit } from '../frequency-limit.js';

/** Deaths of encoders in a row that nothing will cure. */
const TIMES = 4;
/** Within this time, ms: one that hangs from its start on is only noticed after 10 s. */
const WINDOW_MS = 60_000;

/** Counts how often an encoder dies, whose place another one takes each time until that is of no use. */
export function encoderDeaths(): FrequencyLimit {
  return new FrequencyLimit(TIMES, WINDOW_MS);
}
