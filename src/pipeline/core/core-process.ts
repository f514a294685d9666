import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { encodeCheatCodes } from '../../../cores/protocol/cheat-codes.js';
import {
  CORE_MESSAGE,
  type CoreFrame,
  type CoreHello,
  decodeDone,
  decodeError,
  decodeFormat,
  decodeFrame,
  decodeHello,
  decodeLag,
  decodeRumble,
  type Lag,
  type Rumble,
} from '../../../cores/protocol/core-message.js';
import { type Device, decodeDevices, decodeDiscIn } from '../../../cores/protocol/devices.js';
import { type MediaFormat, pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import {
  encodeDisc,
  encodeOption,
  encodeRunAhead,
  encodeStep,
  HOST_MESSAGE,
  type Step,
} from '../../../cores/protocol/host-message.js';
import {
  frameMessage,
  MAX_MESSAGE_BYTES,
  type Message,
  MessageReader,
} from '../../../cores/protocol/message-reader.js';
import { LogTail } from '../log-tail.js';
import { readPieces } from '../piece-reader.js';
import { coreEnvironment } from './core-environment.js';
import { CoreFailure } from './core-failure.js';
import type { CoreProgram } from './core-program.js';
import { withOnlyTheseDescriptors } from './only-these-descriptors.js';
import { killGroup } from './process-group.js';

/** Milliseconds that PROTOCOL.md grants. */
const HELLO_TIMEOUT = 10_000;
const STEP_TIMEOUT = 2_000;
const OWN_CLOCK_TIMEOUT = 5_000;
/** Bytes that a hello can reasonably have, and what a step's sound may take. */
const MAX_HELLO_BYTES = 1024 * 1024;
const MAX_SOUND_BYTES = 4 * 384_000;
/** What is read at once: a picture of 400 by 400 pixels in I420, and its sound. */
const PIECE_BYTES = 256 * 1024;

export interface CoreProcessEvents {
  /** The picture or sound changes with the frame that comes next. */
  readonly onFormat: (format: MediaFormat) => void;
  /** The motors of a pad change. */
  readonly onRumble?: (rumble: Rumble) => void;
  /** The game is played with more devices than was known before; the hello has them as well. */
  readonly onDevices?: (devices: ReadonlySet<Device>) => void;
  /** Another disc is in, from 0; the hello has it as well. */
  readonly onDisc?: (disc: number) => void;
  /** The game has ended by itself. */
  readonly onEnded?: () => void;
}

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
  readonly #child: ChildProcess;
  readonly #toCore: Duplex;
  readonly #reader = new MessageReader(MAX_HELLO_BYTES);
  readonly #log = new LogTail();
  readonly #events: CoreProcessEvents;
  readonly #exited: Promise<void>;
  #request: Request | undefined;
  #failure: CoreFailure | undefined;
  #hello: CoreHello | undefined;
  #format: MediaFormat | undefined;
  #hasEnded = false;

  /**
   * Starts a program and waits for its hello. Rejects with a `CoreFailure`.
   *
   * @param ending - closes the core, whatever it is at.
   */
  static async start(
    program: CoreProgram,
    events: CoreProcessEvents,
    ending?: AbortSignal,
  ): Promise<CoreProcess> {
    if (ending?.aborted) throw CoreFailure.closed();
    const core = new CoreProcess(program, events);
    const close = () => void core.close();
    ending?.addEventListener('abort', close, { once: true });
    void core.#exited.then(() => ending?.removeEventListener('abort', close));
    const body = await core.#expect(CORE_MESSAGE.hello);
    core.#greet(body);
    return core;
  }

  private constructor(program: CoreProgram, events: CoreProcessEvents) {
    this.#events = events;
    // Descriptors: 0 nothing, 1 and 2 its log, 3 messages to it, 4 messages from it (PROTOCOL.md).
    this.#child = withOnlyTheseDescriptors(['ignore', 'pipe', 'pipe', 'pipe', 'pipe'], (stdio) =>
      spawn(program.command, program.args, {
        stdio,
        env: coreEnvironment(),
        windowsHide: true,
        // A session of its own: Ctrl-C on the terminal is for the host, which asks the core for its saves first.
        detached: process.platform !== 'win32',
      }),
    );
    this.#toCore = this.#child.stdio[3] as Duplex;
    const fromCore = this.#child.stdio[4] as Duplex;
    // A core that is gone breaks its pipes; its exit is what is told.
    this.#toCore.on('error', () => {});
    fromCore.on('error', () => {});
    readPieces(fromCore, PIECE_BYTES, (piece) => this.#receive(piece));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      (stream as Readable).on('data', (piece: Buffer) => this.#log.push(piece));
    }
    // A host that is made to end at once takes its core along, even one that doesn't mind its pipes.
    const killWithHost = () => killGroup(this.#child);
    process.once('exit', killWithHost);
    // What it started and left could keep its pipes open, and its end from being seen.
    this.#child.once('exit', () => killGroup(this.#child));
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (cause) => {
        this.#fail(CoreFailure.unstartable(program.name, cause));
        resolve();
      });
      // 'close' rather than 'exit': the last words on the pipes come first.
      this.#child.once('close', (code, signal) => {
        process.off('exit', killWithHost);
        this.#fail(
          CoreFailure.exited({
            code,
            signal,
            log: this.#log.lines,
            confinedAtStart: program.isConfined === true && !this.#hello,
          }),
        );
        resolve();
      });
    });
  }

  get hello(): CoreHello {
    return this.#hello!;
  }

  /** Whether the game has ended by itself: what its state would go on to is the end. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Picture and sound as of the last frame. */
  get format(): MediaFormat {
    return this.#format!;
  }

  /** Plays one step. The frame's memory is valid until the next request. */
  async step(step: Step): Promise<CoreFrame> {
    const body = await this.#ask(HOST_MESSAGE.step, encodeStep(step), CORE_MESSAGE.frame);
    try {
      const frame = decodeFrame(body, this.format.pixelFormat, this.format.channels);
      if (frame.step !== step.number)
        throw new Error(`frame ${frame.step} where step ${step.number} was asked for`);
      this.#checkSize(frame);
      return frame;
    } catch (cause) {
      throw this.#fail(CoreFailure.protocol(cause, this.#log.lines));
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
    if (refusal === undefined) this.#takeDisc(index);
    return refusal;
  }

  /** How the game reacts in the scene where it is. */
  async measureLag(): Promise<Lag> {
    return decodeLag(await this.#ask(HOST_MESSAGE.measureLag, new Uint8Array(), CORE_MESSAGE.lag));
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    this.#fail(CoreFailure.closed());
    await this.#exited;
  }

  #ask(type: number, body: Uint8Array, answer: number): Promise<Buffer> {
    if (this.#request) throw new TypeError('a core answers one request at a time');
    if (this.#failure) return Promise.reject(this.#failure);
    this.#toCore.write(frameMessage(type, body));
    return this.#expect(answer);
  }

  #expect(answer: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const timeoutMs = this.#answerTimeout();
      const timeout = setTimeout(() => this.#fail(CoreFailure.silent(timeoutMs, this.#log.lines)), timeoutMs);
      this.#request = {
        answer,
        resolve: (body) => {
          clearTimeout(timeout);
          resolve(body);
        },
        reject: (failure) => {
          clearTimeout(timeout);
          reject(failure);
        },
      };
    });
  }

  #answerTimeout(): number {
    if (!this.#hello) return HELLO_TIMEOUT;
    return this.#hello.abilities.has('ownClock') ? OWN_CLOCK_TIMEOUT : STEP_TIMEOUT;
  }

  #receive(piece: Buffer): void {
    if (this.#failure) return;
    try {
      this.#reader.push(piece, (message) => this.#take(message));
    } catch (cause) {
      this.#fail(CoreFailure.protocol(cause, this.#log.lines));
    }
  }

  #take({ type, body }: Message): void {
    switch (type) {
      case CORE_MESSAGE.format:
        this.#format = decodeFormat(body);
        this.#limitMessages();
        this.#events.onFormat(this.#format);
        break;
      case CORE_MESSAGE.rumble:
        this.#events.onRumble?.(decodeRumble(body));
        break;
      case CORE_MESSAGE.devices:
        this.#takeDevices(decodeDevices(body));
        break;
      case CORE_MESSAGE.disc:
        this.#takeDisc(decodeDiscIn(body));
        break;
      case CORE_MESSAGE.ended:
        this.#hasEnded = true;
        this.#events.onEnded?.();
        break;
      case CORE_MESSAGE.error:
        this.#fail(CoreFailure.complaint(decodeError(body)));
        break;
      default: {
        const request = this.#request;
        if (request?.answer !== type) throw new Error(`message 0x${type.toString(16)} out of turn`);
        this.#request = undefined;
        request.resolve(body);
      }
    }
  }

  #takeDevices(devices: ReadonlySet<Device>): void {
    if (!this.#hello) throw new Error('devices before the hello');
    this.#hello = { ...this.#hello, devices };
    this.#events.onDevices?.(devices);
  }

  #takeDisc(disc: number): void {
    const discs = this.#hello?.discs;
    if (!discs || disc >= discs.labels.length) throw new Error(`disc ${disc}, which the hello doesn't have`);
    if (disc === discs.first) return;
    this.#hello = { ...this.hello, discs: { ...discs, first: disc } };
    this.#events.onDisc?.(disc);
  }

  #greet(body: Buffer): void {
    try {
      this.#hello = decodeHello(body);
      this.#format = this.#hello.format;
      this.#limitMessages();
    } catch (cause) {
      throw this.#fail(CoreFailure.protocol(cause, this.#log.lines));
    }
  }

  /** States and save RAM may be as long as any message; without them nothing is longer than a frame. */
  #limitMessages(): void {
    const { abilities } = this.hello;
    const hasSaves = abilities.has('states') || abilities.has('saveRam');
    this.#reader.limit = hasSaves ? MAX_MESSAGE_BYTES : messageLimit(this.format);
  }

  #checkSize(frame: CoreFrame): void {
    if (frame.pixels.length === 0) return;
    const { maxWidth, maxHeight } = this.format;
    if (frame.width > maxWidth || frame.height > maxHeight) {
      throw new Error(
        `picture of ${frame.width}×${frame.height} where ${maxWidth}×${maxHeight} is the largest`,
      );
    }
  }

  /** Rejects what is under way and ends the process; the first failure is the one that counts. */
  #fail(failure: CoreFailure): CoreFailure {
    this.#failure ??= failure;
    const request = this.#request;
    this.#request = undefined;
    request?.reject(this.#failure);
    if (this.#child.exitCode === null && this.#child.signalCode === null) killGroup(this.#child);
    // A program that it started in turn and that left its group can't keep them open.
    for (const stream of this.#child.stdio) stream?.destroy();
    return this.#failure;
  }
}

function messageLimit(format: MediaFormat): number {
  // Rows may be padded: twice the largest picture leaves room for any pitch in use.
  const { pixelFormat, maxWidth, maxHeight } = format;
  return 2 * pictureBytes(pixelFormat, rowBytes(pixelFormat, maxWidth), maxHeight) + MAX_SOUND_BYTES;
}
