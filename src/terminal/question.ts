import type { ReadStream } from 'node:tty';

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** The answer to a question of @inquirer/prompts; `undefined` for Ctrl-C, and where its signal was aborted. */
export function unlessInterrupted<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: Error) => {
    if (error.name === 'ExitPromptError' || error.name === 'AbortPromptError') return undefined;
    throw error;
  });
}

/** Aborts a question by the Escape key, of which the prompts themselves know nothing. */
export function leaveOnEscape(input: ReadStream): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const onKey = (_: unknown, key: { readonly name?: string } | undefined) => {
    if (key?.name === 'escape') controller.abort();
  };
  input.on('keypress', onKey);
  return { signal: controller.signal, close: () => void input.off('keypress', onKey) };
}
