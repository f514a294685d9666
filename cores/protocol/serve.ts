import { compileEarly } from '../early-compiling.js';
import { keepHeapSmall } from '../small-heap.js';
import { MalformedMessage } from './bytes.js';
import { decodeCheatCodes } from './cheat-codes.js';
import type { Core } from './core.js';
import { CoreError } from './core-error.js';
import { type Ability, type CoreHello, encodeHello } from './core-hello.js';
import { CORE_MESSAGE, type CoreComplaint, encodeDone, encodeError, encodeLag } from './core-message.js';
import { decodeDisc, decodeOption, decodeRunAhead, decodeStep, HOST_MESSAGE } from './host-message.js';
import { receive, send } from './host-pipe.js';
import { MAX_MESSAGE_BYTES, type Message, MessageReader } from './message-reader.js';
import { canRunAhead } from './run-ahead.js';
import { Stepper } from './stepper.js';

/** What an understudy learns by being told as well, or by the game's states and save RAM. */
const UNDERSTOOD: ReadonlySet<number> = new Set([
  HOST_MESSAGE.step,
  HOST_MESSAGE.saveState,
  HOST_MESSAGE.loadState,
  HOST_MESSAGE.reset,
  HOST_MESSAGE.setOption,
  HOST_MESSAGE.setCheats,
  HOST_MESSAGE.readSaveRam,
  HOST_MESSAGE.writeSaveRam,
  HOST_MESSAGE.setRunAhead,
  HOST_MESSAGE.measureLag,
]);

/**
 * Plays a core against the host until the host closes its end. It blocks: a core has nothing else to do, and a
 * blocked read wakes sooner than an event loop.
 *
 * @param load - makes the core; a `CoreError` that it throws is told to the host, and the process ends.
 */
export function serve(load: () => Core): void {
  keepHeapSmall();
  compileEarly();
  try {
    const core = load();
    send(CORE_MESSAGE.hello, [encodeHello({ ...core.hello, abilities: abilitiesOf(core) })]);
    answerUntilClosed(core);
  } catch (error) {
    send(CORE_MESSAGE.error, [encodeError(complaintOf(error))]);
    process.exitCode = 1;
  }
}

function answerUntilClosed(core: Core): void {
  const stepper = new Stepper(core);
  const reader = new MessageReader(MAX_MESSAGE_BYTES);
  const piece = Buffer.alloc(64 * 1024);
  for (;;) {
    const size = receive(piece);
    if (size === 0) return;
    reader.push(piece.subarray(0, size), (message) => answer(core, stepper, message));
  }
}

function answer(core: Core, stepper: Stepper, { type, body }: Message): void {
  const { runAhead } = stepper;
  if (type !== HOST_MESSAGE.step) runAhead.forget();
  if (!UNDERSTOOD.has(type)) runAhead.dismissUnderstudy();
  switch (type) {
    case HOST_MESSAGE.step:
      stepper.answer(decodeStep(body));
      break;
    case HOST_MESSAGE.saveState:
      send(CORE_MESSAGE.state, [core.saveState?.() ?? new Uint8Array()]);
      break;
    case HOST_MESSAGE.loadState:
      answerDone(() => core.loadState?.(body));
      break;
    case HOST_MESSAGE.reset:
      answerDone(() => core.reset?.());
      break;
    case HOST_MESSAGE.setOption:
      answerDone(() => {
        const { key, value } = decodeOption(body);
        runAhead.tell((told) => told.setOption?.(key, value));
      });
      break;
    case HOST_MESSAGE.readSaveRam:
      send(CORE_MESSAGE.saveRam, [core.readSaveRam?.() ?? new Uint8Array()]);
      break;
    case HOST_MESSAGE.writeSaveRam:
      answerDone(() => core.writeSaveRam?.(body));
      break;
    case HOST_MESSAGE.setRunAhead:
      answerDone(() => runAhead.setFrames(decodeRunAhead(body)));
      break;
    case HOST_MESSAGE.setCheats:
      answerDone(() => {
        const codes = decodeCheatCodes(body);
        runAhead.tell((told) => told.setCheats?.(codes));
      });
      break;
    case HOST_MESSAGE.setDisc:
      answerDone(() => core.setDisc?.(decodeDisc(body)));
      break;
    case HOST_MESSAGE.measureLag:
      send(CORE_MESSAGE.lag, [encodeLag(runAhead.measure())]);
      break;
    default:
      throw new MalformedMessage(`message of unknown type ${type}`);
  }
}

function answerDone(action: () => void): void {
  let refusal: string | undefined;
  try {
    action();
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error);
  }
  send(CORE_MESSAGE.done, [encodeDone(refusal)]);
}

function abilitiesOf(core: Core): CoreHello['abilities'] {
  const abilities = new Set<Ability>();
  if (core.saveState && core.loadState) abilities.add('states');
  if (core.readSaveRam && core.writeSaveRam) abilities.add('saveRam');
  if (core.reset) abilities.add('reset');
  if (core.setOption) abilities.add('options');
  if (core.hello.ownClock) abilities.add('ownClock');
  if (canRunAhead(core)) abilities.add('runAhead');
  if (core.setCheats) abilities.add('cheats');
  if (core.setDisc) abilities.add('discs');
  return abilities;
}

function complaintOf(error: unknown): CoreComplaint {
  if (error instanceof CoreError) return { message: error.message, hint: error.hint };
  // Anything else is a bug of the core or of the game: the stack goes to the log, the host gets one line.
  console.error(error);
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}
