import type { CoreFactsEvents } from './core-facts.js';
import { CoreFailure } from './core-failure.js';
import { CoreProcess } from './core-process.js';
import type { CoreProgram } from './core-program.js';

/**
 * Starts a core, and sets its options before its first step. Rejects with a `CoreFailure`, which also says what the core
 * is known to lack: many a core ends without a word where its BIOS is missing.
 *
 * @param ending - closes the core, whatever it is at.
 */
export async function startCore(
  program: CoreProgram,
  events: CoreFactsEvents,
  ending?: AbortSignal,
): Promise<CoreProcess> {
  let core: CoreProcess | undefined;
  try {
    core = await CoreProcess.start(program, events, ending);
    for (const [key, value] of program.options ?? []) await setOption(core, key, value);
    return core;
  } catch (failure) {
    await core?.close();
    throw core || ending?.aborted || !(failure instanceof CoreFailure)
      ? failure
      : explained(failure, program);
  }
}

function explained(failure: CoreFailure, { lacks, others = [] }: CoreProgram): CoreFailure {
  const told = lacks && !failure.isComplaint ? failure.explainedBy(lacks) : failure;
  if (others.length === 0) return told;
  return told.withHint(`Other cores play such files too: --core ${others.slice(0, 5).join(', ')}.`);
}

async function setOption(core: CoreProcess, key: string, value: string): Promise<void> {
  const refusal = await core.setOption(key, value);
  if (refusal === undefined) return;
  throw new CoreFailure(
    'usage',
    `The core refused the option ${key}=${value}: ${refusal}`,
    'Leave the option out, or give it another value.',
  );
}
