import { type Separator, search } from '@inquirer/prompts';
import { leaveOnEscape, unlessInterrupted } from './question.js';

/** A row that can be chosen. */
export interface SearchRow<Value> {
  readonly name: string;
  /** What stays on the screen once it is chosen. */
  readonly short: string;
  readonly value: Value;
  /** Shown below the list while the row is the chosen one. */
  readonly description?: string;
}

/** Rows that are offered at once: every one of them is drawn anew with each key, and nobody scrolls further. */
export const MAX_ROWS = 200;
const HELP = 'type to search • ↑↓ move • ⏎ take • esc leave';
/** Rows that the question, its description and its help take. */
const OTHER_ROWS = 6;
const LONGEST_PAGE = 20;

/**
 * Asks for one of many: a list that is searched by typing.
 *
 * @param rows - gives the rows for what was typed so far, at most `MAX_ROWS` or so, none wider than the terminal.
 * @returns the choice; `undefined` for Escape and Ctrl-C.
 */
export async function askBySearch<Value>(
  message: string,
  rows: (words: string) => readonly (SearchRow<Value> | Separator)[],
): Promise<Value | undefined> {
  const leaving = leaveOnEscape(process.stdin);
  const pageSize = Math.max(3, Math.min(LONGEST_PAGE, (process.stderr.rows ?? 24) - OTHER_ROWS));
  try {
    return await unlessInterrupted(
      search<Value>(
        {
          message,
          pageSize,
          theme: { style: { keysHelpTip: () => HELP } },
          source: (words = '') => rows(words),
        },
        { output: process.stderr, signal: leaving.signal },
      ),
    );
  } finally {
    leaving.close();
  }
}
