import { confirm } from '@inquirer/prompts';
import { localTime } from '../saves/save-list.js';
import type { Interrupts } from './interrupts.js';

/**
 * Asks whether a game goes on where it was.
 *
 * @param savedAtMs - when that was, milliseconds since 1970.
 * @throws what the prompt throws for Ctrl-C, which is then the interrupt that it is everywhere.
 */
export async function askToResume(savedAtMs: number, interrupts: Interrupts): Promise<boolean> {
  const message = `Go on where the game was at ${localTime(savedAtMs)}?`;
  try {
    return await confirm({ message, default: true }, { output: process.stderr, signal: interrupts.signal });
  } catch (error) {
    if ((error as Error).name === 'ExitPromptError') interrupts.interrupt();
    throw error;
  }
}
