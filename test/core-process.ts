import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { encodeCheatCodes } from '../cores/protocol/cheat-codes.js';
import { type CoreFrame, decodeFrame } from '../cores/protocol/core-frame.js';
import { type CoreHello, decodeHello } from '../cores/protocol/core-hello.js';
import {
  CORE_MESSAGE,
  type CoreComplaint,
  decodeDone,
  decodeError,
  decodeFormat,
  decodeLag,
  type Lag,
} from '../cores/protocol/core-message.js';
import type { MediaFormat } from '../cores/protocol/format.js';
import {
  encodeRunAhead,
  encodeStep,
  HOST_MESSAGE,
  NEUTRAL_INPUT,
  type PlayerInput,
} from '../cores/protocol/host-message.js';
import { frameMessage, type Message, MessageReader } from '../cores/protocol/message-reader.js';
import { PACKAGE_ROOT } from '../src/package-root.js';

/** A core as a process of its own, played over its descriptors 3 and 4. */
export class CoreProcess {
  readonly #child: ChildProcess;
  readonly #reader = new MessageReader();
  readonly #received: Message[] = [];
  #waiting: (() => void) | undefined;
  #closed = false;
  #step = 0;
  /** That of its hello, and those that it told later. */
  readonly formats: MediaFormat[] = [];
  /** Everything it has written to its log. */
  log = '';
  /** Its exit code. */
  readonly exited: Promise<number | null>;

  /** Starts one of the built cores by name, or any program by its path. */
  static start(core: string, args: readonly string[] = []): CoreProcess {
    if (core.includes('/')) return new CoreProcess(core, args);
    return new CoreProcess(process.execPath, [join(PACKAGE_ROOT, 'dist', 'cores', core, 'main.js'), ...args]);
  }

  private constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.log += text;
    });
    // A core that has ended closes its ends; that is told by `exited`.
    this.#toCore.on('error', () => {});
    const fromCore = this.#child.stdio[4] as Readable;
    fromCore.on('data', (piece: Buffer) => {
      this.#reader.push(piece, ({ type, body }) => this.#received.push({ type, body: Buffer.from(body) }));
      this.#waiting?.();
    });
    fromCore.on('close', () => {
      this.#closed = true;
      this.#waiting?.();
    });
    this.exited = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  /** The next message; throws where the core closes its end first. */
  async receive(): Promise<Message> {
    while (this.#received.length === 0) {
      if (this.#closed) throw new Error(`The core ended without a message. Its log: ${this.log}`);
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    return this.#received.shift()!;
  }

  async hello(): Promise<CoreHello> {
    const hello = decodeHello(await this.#expect(CORE_MESSAGE.hello));
    this.formats.push(hello.format);
    return hello;
  }

  /** Picture and sound as of the last frame. */
  get format(): MediaFormat {
    return this.formats.at(-1)!;
  }

  async complaint(): Promise<CoreComplaint> {
    return decodeError(await this.#expect(CORE_MESSAGE.error));
  }

  /** Steps once, with the buttons that each player holds. */
  async step(...buttons: number[]): Promise<CoreFrame> {
    this.send(HOST_MESSAGE.step, stepBody(++this.#step, buttons));
    const body = await this.#expect(CORE_MESSAGE.frame);
    return decodeFrame(body, this.format.pixelFormat, this.format.channels);
  }

  async steps(count: number, ...buttons: number[]): Promise<CoreFrame> {
    let frame = await this.step(...buttons);
    for (let done = 1; done < count; done++) frame = await this.step(...buttons);
    return frame;
  }

  async saveState(): Promise<Buffer> {
    this.send(HOST_MESSAGE.saveState);
    return this.#expect(CORE_MESSAGE.state);
  }

  /** @returns why it was refused, or nothing. */
  async loadState(state: Uint8Array): Promise<string | undefined> {
    this.send(HOST_MESSAGE.loadState, state);
    return decodeDone(await this.#expect(CORE_MESSAGE.done));
  }

  async reset(): Promise<string | undefined> {
    this.send(HOST_MESSAGE.reset);
    return decodeDone(await this.#expect(CORE_MESSAGE.done));
  }

  /** @returns why it was refused, or nothing. */
  async setRunAhead(frames: number): Promise<string | undefined> {
    this.send(HOST_MESSAGE.setRunAhead, encodeRunAhead(frames));
    return decodeDone(await this.#expect(CORE_MESSAGE.done));
  }

  /** @returns why it was refused, or nothing. */
  async setCheats(...codes: string[]): Promise<string | undefined> {
    this.send(HOST_MESSAGE.setCheats, encodeCheatCodes(codes));
    return decodeDone(await this.#expect(CORE_MESSAGE.done));
  }

  async readSaveRam(): Promise<Buffer> {
    this.send(HOST_MESSAGE.readSaveRam);
    return this.#expect(CORE_MESSAGE.saveRam);
  }

  async measureLag(): Promise<Lag> {
    this.send(HOST_MESSAGE.measureLag);
    return decodeLag(await this.#expect(CORE_MESSAGE.lag));
  }

  send(type: number, body: Uint8Array = new Uint8Array()): void {
    this.#toCore.write(frameMessage(type, body));
  }

  /** Closes the host's end, which ends a core. */
  async end(): Promise<number | null> {
    this.#toCore.end();
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  get #toCore(): Writable {
    return this.#child.stdio[3] as Writable;
  }

  async #expect(type: number): Promise<Buffer> {
    let message = await this.receive();
    while (message.type === CORE_MESSAGE.format) {
      this.formats.push(decodeFormat(message.body));
      message = await this.receive();
    }
    if (message.type === type) return message.body;
    const text =
      message.type === CORE_MESSAGE.error ? decodeError(message.body).message : `type ${message.type}`;
    throw new Error(`The core sent something else: ${text}`);
  }
}

/** The body of a step with the buttons that each player holds. */
export function stepBody(number: number, buttons: readonly number[]): Buffer {
  return encodeStep({
    number,
    pictureNeeded: true,
    soundNeeded: true,
    players: buttons.map((held) => holding(held)),
  });
}

/** The input of a player who holds the given buttons. */
export function holding(buttons: number): PlayerInput {
  return { ...NEUTRAL_INPUT, buttons };
}
