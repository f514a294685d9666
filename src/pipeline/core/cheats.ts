import { LONGEST_CHEAT_CODE, MOST_CHEAT_CODES } from '../../../cores/protocol/cheat-codes.js';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { CloudgameError } from '../../errors.js';
import type { CoreStage } from './core-stage.js';

/** Why a core can't be asked to set cheat codes, whatever they mean; `undefined` where it can. */
export function refusalOfCheats(
  { name, abilities }: Pick<CoreHello, 'name' | 'abilities'>,
  codes: readonly string[],
): string | undefined {
  if (codes.length > 0 && !abilities.has('cheats')) return `The core ${name} takes no cheat codes.`;
  if (codes.length > MOST_CHEAT_CODES) {
    return `${codes.length} cheat codes are too many: ${MOST_CHEAT_CODES} can be set at the same time.`;
  }
  const long = codes.find(({ length }) => length > LONGEST_CHEAT_CODE);
  if (long === undefined) return undefined;
  return `“${long.slice(0, 40)}…” is no cheat code: none has more than ${LONGEST_CHEAT_CODE} characters.`;
}

/**
 * Sets the cheat codes that the game is to begin with.
 *
 * @throws CloudgameError `usage` where the core takes none or can't read one; the core is closed then.
 */
export async function setFirstCheats(core: CoreStage, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const refusal = await core.setCheats(codes);
  if (refusal === undefined) return;
  await core.close();
  throw new CloudgameError('usage', refusal, 'Correct the code, or leave --cheat out.');
}
