/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** The answer to a question of @inquirer/prompts; `undefined` for Ctrl-C. */
export function unlessInterrupted<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: Error) => {
    if (error.name === 'ExitPromptError') return undefined;
    throw error;
  });
}
