import { closestName } from '../../../cores/closest-name.js';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { CloudgameError } from '../../errors.js';
import type { CoreProgram } from './core-program.js';
import { startCore } from './start-core.js';

/** Options are words; what is longer is left out of an error. */
const MOST_WORDS = 300;

/**
 * Finds out whether a core has the options that it is to get, by starting it once with its game: cores declare their
 * options only then.
 *
 * @param program - in its sandbox.
 * @throws CloudgameError `usage` for an unknown option or value, with the nearest one; CoreFailure.
 */
export async function checkOptions(
  program: CoreProgram,
  options: ReadonlyMap<string, string>,
  ending?: AbortSignal,
): Promise<void> {
  if (options.size === 0) return;
  const core = await startCore({ ...program, options: new Map() }, { onFormat: () => {} }, ending);
  try {
    for (const [key, value] of options) checkOption(core.hello, program.name, key, value);
  } finally {
    await core.close();
  }
}

function checkOption(hello: CoreHello, name: string, key: string, value: string): void {
  const option = hello.options.find((candidate) => candidate.key === key);
  if (!option) throw unknownOption(hello, name, key);
  if (option.values.includes(value)) return;
  const near = closestName(value, option.values);
  throw new CloudgameError(
    'usage',
    `--option ${key}=${value}: "${value}" is no value of it.`,
    `${near === undefined ? '' : `Did you mean "${near}"? `}It takes ${shortened(option.values)}.`,
  );
}

function unknownOption({ options, abilities }: CoreHello, name: string, key: string): CloudgameError {
  const keys = abilities.has('options') ? options.map((option) => option.key) : [];
  const near = closestName(key, keys);
  const suggestion = near === undefined ? '' : `Did you mean "${near}"? `;
  return new CloudgameError(
    'usage',
    `--option ${key}: the core ${name} has no such option.`,
    keys.length === 0 ? 'It has none: leave it out.' : `${suggestion}It has ${shortened(keys)}.`,
  );
}

function shortened(words: readonly string[]): string {
  const all = words.join(', ');
  if (all.length <= MOST_WORDS) return all;
  const whole = all.slice(0, MOST_WORDS).lastIndexOf(', ');
  return `${all.slice(0, Math.max(whole, 1))} and more`;
}
