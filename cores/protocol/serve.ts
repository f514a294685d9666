import { readSync, writeSync, writevSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { keepHeapSmall } from '../small-heap.js';
import { MalformedMessage } from './bytes.js';
import { decodeCheatCodes } from './cheat-codes.js';
import { encodeFrameHeader } from './core-frame.js';
import { type Ability, type CoreHello, encodeHello } from './core-hello.js';
import {
  CORE_MESSAGE,
  type CoreComplaint,
  encodeDone,
  encodeError,
  encodeFormat,
  encodeLag,
} from './core-message.js';
import type { MediaFormat } from './format.js';
import {
  decodeDisc,
  decodeOption,
  decodeRunAhead,
  decodeStep,
  HOST_MESSAGE,
  type Step,
} from './host-message.js';
import { MAX_MESSAGE_BYTES, type Message, MessageReader } from './message-reader.js';
import { canRunAhead, RunAhead } from './run-ahead.js';

/** The picture and sound that a core made in one step. */
export interface StepResult {
  /** Absent where the picture is the one before. Valid until the next step, even if a state is loaded before it. */
  readonly picture?: {
    readonly width: number;
    readonly height: number;
    /** Bytes from one row to the next (of I420's first plane). */
    readonly pitch: number;
    /** As many as `pictureBytes` says. */
    readonly pixels: Uint8Array;
  };
  /** Channels interleaved. */
  readonly sound: Int16Array;
  /**
   * Where picture or sound are others with this step than with the one before it in the game's time; after a state was
   * loaded, say it if in doubt. The same once more does no harm.
   */
  readonly newFormat?: MediaFormat;
}

/** A core in JavaScript, for `serve`. What a core can't do it leaves out. */
export interface Core {
  readonly hello: Omit<CoreHello, 'abilities'> & { readonly ownClock?: boolean };
  step(step: Step): StepResult;
  saveState?(): Uint8Array;
  /** Throws with a worded message where the state isn't one of its own. */
  loadState?(state: Uint8Array): void;
  reset?(): void;
  /** Throws with a worded message where key or value is unknown. */
  setOption?(key: string, value: string): void;
  readSaveRam?(): Uint8Array;
  writeSaveRam?(bytes: Uint8Array): void;
  /** Sets these codes and no others. Throws with a message that names the code where one is none, and changes nothing. */
  setCheats?(codes: readonly string[]): void;
  /** Puts another disc in, from 0. Throws with a worded message where there is none of that number. */
  setDisc?(index: number): void;
  /**
   * A second machine that plays the same game, with the same options, on which frames are run ahead. For cores whose
   * states leave something out that loading them would break, such as what sound was made of.
   *
   * @returns `undefined` where there can't be one.
   */
  understudy?(): Core | undefined;
}

/** A reason why a core can't play, worded for the person at the host. */
export class CoreError extends Error {
  override name = 'CoreError';
  readonly hint: string;

  constructor(message: string, hint = '', options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

const FROM_HOST = 3;
/** File descriptor that the answers go to; standard output is free for whatever a core prints. */
export const TO_HOST = 4;
const NO_SOUND = new Int16Array();

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
    const size = readSync(FROM_HOST, piece);
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

/** Answers steps, and remembers which format the host was told. */
class Stepper {
  readonly runAhead: RunAhead;
  #told: MediaFormat;

  constructor(core: Core) {
    this.runAhead = new RunAhead(core);
    this.#told = core.hello.format;
  }

  answer(step: Step): void {
    const answer = this.runAhead.step(step);
    const { picture, format } = answer;
    // Sound of no rate is none.
    const sound = format.channels === 0 ? NO_SOUND : answer.sound;
    if (format !== this.#told) {
      if (!isDeepStrictEqual(format, this.#told)) send(CORE_MESSAGE.format, [encodeFormat(format)]);
      this.#told = format;
    }
    const pixels = asBuffer(picture?.pixels ?? new Uint8Array());
    const header = encodeFrameHeader(
      {
        step: step.number,
        width: picture?.width ?? format.width,
        height: picture?.height ?? format.height,
        pitch: picture?.pitch ?? 0,
        pixels,
      },
      sound.length / Math.max(1, format.channels),
    );
    send(CORE_MESSAGE.frame, [header, pixels, asBuffer(sound)]);
    this.runAhead.takeBack();
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

/** Sends a message whose body is the given pieces, in one system call and without joining them first. */
function send(type: number, pieces: readonly Uint8Array[]): void {
  const size = pieces.reduce((total, piece) => total + piece.length, 0);
  const header = Buffer.alloc(5);
  header.writeUInt32LE(1 + size, 0);
  header.writeUInt8(type, 4);
  const written = writevSync(TO_HOST, [header, ...pieces]);
  // A pipe takes everything unless a signal cuts the call short.
  if (written < 5 + size) writeFully(Buffer.concat([header, ...pieces]).subarray(written));
}

function writeFully(bytes: Buffer): void {
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(TO_HOST, bytes, offset);
}

function asBuffer(view: Uint8Array | Int16Array): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
