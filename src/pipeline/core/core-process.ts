import { encodeCheatCodes } from '../../../cores/protocol/cheat-codes.js';
import { type CoreFrame, decodeFrame } from '../../../cores/protocol/core-frame.js';
import { type CoreHello, decodeHello } from '../../../cores/protocol/core-hello.js';
import {
  CORE_MESSAGE,
  decodeDone,
  decodeError,
  decodeLag,
  type Lag,
} from '../../../cores/protocol/core-message.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import {
  encodeDisc,
  encodeOption,
  encodeRunAhead,
  encodeStep,
  HOST_MESSAGE,
  type Step,
} from '../../../cores/protocol/host-message.js';
import { frameMessage, type Message, MessageReader } from '../../../cores/protocol/message-reader.js';
import { CoreChild } from './core-child.js';
import { CoreFacts, type CoreFactsEvents } from './core-facts.js';
import { CoreFailure } from './core-failure.js';
import { checkSize, longestMessage, MAX_HELLO_BYTES } from './core-limits.js';
import type { CoreProgram } from './core-program.js';
import { Deadline } from './deadline.js';

/** Milliseconds that PROTOCOL.md grants. */
const HELLO_TIMEOUT = 10_000;
const STEP_TIMEOUT = 2_000;
const OWN_CLOCK_TIMEOUT = 5_000;

interface Request {
  readonly answer: number;
  readonly resolve: (body: Buffer) => void;
  readonly reject: (failure: CoreFailure) => void;
}

/**
 * One running core. Requests go out one at a time, each with a deadline; whatever a core does wrong, by exiting, by
 * silence or by bytes that PROTOCOL.md doesn't allow, rejects what is under way with a `CoreFailure` and ends the process.
 */
export class CoreProcess {
  readonly #child: CoreChild;
  readonly #reader = new MessageReader(MAX_HELLO_BYTES);
  readonly #events: CoreFactsEvents;
  #facts: CoreFacts | undefined;
  readonly #deadline = new Deadline(() =>
    this.#fail(CoreFailure.silent(this.#answerTimeout(), this.#child.log)),
  );
  #request: Request | undefined;
  #failure: CoreFailure | undefined;

  /**
   * Starts a program and waits for its hello. Rejects with a `CoreFailure`.
   *
   * @param ending - closes the core, whatever it is at.
   */
  static async start(
    program: CoreProgram,
    events: CoreFactsEvents,
    ending?: AbortSignal,
  ): Promise<CoreProcess> {
    if (ending?.aborted) throw CoreFailure.closed();
    const core = new CoreProcess(program, events);
    const close = () => void core.close();
    ending?.addEventListener('abort', close, { once: true });
    void core.#child.exited.then(() => ending?.removeEventListener('abort', close));
    await core.#expect(CORE_MESSAGE.hello);
    return core;
  }

  private constructor(program: CoreProgram, events: CoreFactsEvents) {
    this.#events = events;
    this.#child = new CoreChild(program, {
      onPiece: (piece) => this.#receive(piece),
      onUnstartable: (cause) => this.#fail(CoreFailure.unstartable(program.name, cause)),
      onExit: (code, signal) => {
        const confinedAtStart = program.isConfined === true && !this.#facts;
        this.#fail(CoreFailure.exited({ code, signal, log: this.#child.log, confinedAtStart }));
      },
    });
  }

  get hello(): CoreHello {
    return this.#facts!.hello;
  }

  /** Whether the game has ended by itself: what its state would go on to is the end. */
  get hasEnded(): boolean {
    return this.#facts!.hasEnded;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Picture and sound as of the last frame. */
  get format(): MediaFormat {
    return this.#facts!.format;
  }

  /** Plays one step. The frame's memory is valid until the next request. */
  async step(step: Step): Promise<CoreFrame> {
    const body = await this.#ask(HOST_MESSAGE.step, encodeStep(step), CORE_MESSAGE.frame);
    try {
      const { format } = this;
      const frame = decodeFrame(body, format.pixelFormat, format.channels);
      if (frame.step !== step.number)
        throw new Error(`frame ${frame.step} where step ${step.number} was asked for`);
      checkSize(frame, format);
      return frame;
    } catch (cause) {
      throw this.#fail(CoreFailure.protocol(cause, this.#child.log));
    }
  }

  /** The game's state; empty where the core can't save it just now. */
  async saveState(): Promise<Buffer> {
    return Buffer.from(await this.#ask(HOST_MESSAGE.saveState, new Uint8Array(), CORE_MESSAGE.state));
  }

  /** @returns why the core refused, or `undefined`. */
  async loadState(state: Uint8Array): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.loadState, state, CORE_MESSAGE.done));
  }

  /** @returns why the core refused, or `undefined`. */
  async reset(): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.reset, new Uint8Array(), CORE_MESSAGE.done));
  }

  /** @returns why the core refused, or `undefined`. */
  async setOption(key: string, value: string): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.setOption, encodeOption(key, value), CORE_MESSAGE.done));
  }

  /** What the cartridge keeps; empty where it keeps nothing. */
  async readSaveRam(): Promise<Buffer> {
    return Buffer.from(await this.#ask(HOST_MESSAGE.readSaveRam, new Uint8Array(), CORE_MESSAGE.saveRam));
  }

  /** @returns why the core refused, or `undefined`. */
  async writeSaveRam(bytes: Uint8Array): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.writeSaveRam, bytes, CORE_MESSAGE.done));
  }

  /** Has the core show a frame that is yet to come. @returns why the core refused, or `undefined`. */
  async setRunAhead(frames: number): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.setRunAhead, encodeRunAhead(frames), CORE_MESSAGE.done));
  }

  /** Sets these cheat codes and no others. @returns why the core refused, or `undefined`. */
  async setCheats(codes: readonly string[]): Promise<string | undefined> {
    return decodeDone(await this.#ask(HOST_MESSAGE.setCheats, encodeCheatCodes(codes), CORE_MESSAGE.done));
  }

  /** Puts another disc in, from 0. @returns why the core refused, or `undefined`. */
  async setDisc(index: number): Promise<string | undefined> {
    const refusal = decodeDone(await this.#ask(HOST_MESSAGE.setDisc, encodeDisc(index), CORE_MESSAGE.done));
    if (refusal === undefined) this.#facts?.takeDisc(index);
    return refusal;
  }

  /** How the game reacts in the scene where it is. */
  async measureLag(): Promise<Lag> {
    return decodeLag(await this.#ask(HOST_MESSAGE.measureLag, new Uint8Array(), CORE_MESSAGE.lag));
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    this.#fail(CoreFailure.closed());
    await this.#child.exited;
  }

  #ask(type: number, body: Uint8Array, answer: number): Promise<Buffer> {
    if (this.#request) throw new TypeError('a core answers one request at a time');
    if (this.#failure) return Promise.reject(this.#failure);
    this.#child.send(frameMessage(type, body));
    return this.#expect(answer);
  }

  #expect(answer: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      this.#deadline.set(this.#answerTimeout());
      this.#request = { answer, resolve, reject };
    });
  }

  #answerTimeout(): number {
    if (!this.#facts) return HELLO_TIMEOUT;
    return this.hello.abilities.has('ownClock') ? OWN_CLOCK_TIMEOUT : STEP_TIMEOUT;
  }

  #receive(piece: Buffer): void {
    if (this.#failure) return;
    try {
      this.#reader.push(piece, (message) => this.#take(message));
    } catch (cause) {
      this.#fail(CoreFailure.protocol(cause, this.#child.log));
    }
  }

  #take(message: Message): void {
    const { type, body } = message;
    const request = this.#request;
    if (request?.answer === type) {
      if (type === CORE_MESSAGE.hello) this.#greet(body);
      this.#request = undefined;
      this.#deadline.lift();
      request.resolve(body);
    } else if (type === CORE_MESSAGE.error) {
      this.#fail(CoreFailure.complaint(decodeError(body)));
    } else if (this.#facts?.take(message)) {
      this.#limitMessages();
    } else {
      throw new Error(`message 0x${type.toString(16)} out of turn`);
    }
  }

  #greet(body: Buffer): void {
    this.#facts = new CoreFacts(decodeHello(body), this.#events);
    this.#limitMessages();
  }

  #limitMessages(): void {
    this.#reader.limit = longestMessage(this.hello, this.format);
  }

  /** Rejects what is under way and ends the process; the first failure is the one that counts. */
  #fail(failure: CoreFailure): CoreFailure {
    this.#failure ??= failure;
    const request = this.#request;
    this.#request = undefined;
    this.#deadline.close();
    request?.reject(this.#failure);
    this.#child.kill();
    return this.#failure;
  }
}
