const actions = new Set<() => void>();

process.once('exit', () => {
  for (const action of actions) action();
});

/**
 * Has something done when the process ends, however many others there are: ten hosts side by side have thirty such things,
 * and Node takes more than ten listeners for a leak.
 *
 * @returns withdraws it.
 */
export function atExit(action: () => void): () => void {
  actions.add(action);
  return () => actions.delete(action);
}
