import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { LogTail } from '../log-tail.js';
import { readPieces } from '../piece-reader.js';
import { PipeWriter } from '../pipe-writer.js';
import { coreEnvironment } from './core-environment.js';
import type { CoreProgram } from './core-program.js';
import { withOnlyTheseDescriptors } from './only-these-descriptors.js';
import { killGroup } from './process-group.js';

/** What is read at once: a picture of 400 by 400 pixels in I420, and its sound. */
const PIECE_BYTES = 256 * 1024;

export interface CoreChildEvents {
  /** Bytes of its messages, as they come. */
  readonly onPiece: (piece: Buffer) => void;
  readonly onUnstartable: (cause: Error) => void;
  /** It is gone, and its last words have been read. */
  readonly onExit: (code: number | null, signal: NodeJS.Signals | null) => void;
}

/** The process of a core: its pipes, its log and its end. */
export class CoreChild {
  /** Resolves when the process is gone, or could not be started. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #toCore: PipeWriter;
  readonly #log = new LogTail();

  constructor(program: CoreProgram, events: CoreChildEvents) {
    // Descriptors: 0 nothing, 1 and 2 its log, 3 messages to it, 4 messages from it (PROTOCOL.md).
    this.#child = withOnlyTheseDescriptors(['ignore', 'pipe', 'pipe', 'pipe', 'pipe'], (stdio) =>
      spawn(program.command, program.args, {
        stdio,
        env: coreEnvironment(program),
        windowsHide: true,
        // A session of its own: Ctrl-C on the terminal is for the host, which asks the core for its saves first.
        detached: process.platform !== 'win32',
      }),
    );
    const toCore = this.#child.stdio[3] as Duplex;
    this.#toCore = new PipeWriter(toCore);
    const fromCore = this.#child.stdio[4] as Duplex;
    // A core that is gone breaks its pipes; its exit is what is told.
    toCore.on('error', () => {});
    fromCore.on('error', () => {});
    readPieces(fromCore, PIECE_BYTES, events.onPiece);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      (stream as Readable).on('data', (piece: Buffer) => this.#log.push(piece));
    }
    // A host that is made to end at once takes its core along, even one that doesn't mind its pipes.
    const killWithHost = () => killGroup(this.#child);
    process.once('exit', killWithHost);
    // What it started and left could keep its pipes open, and its end from being seen.
    this.#child.once('exit', () => killGroup(this.#child));
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (cause) => {
        events.onUnstartable(cause);
        resolve();
      });
      // 'close' rather than 'exit': the last words on the pipes come first.
      this.#child.once('close', (code, signal) => {
        process.off('exit', killWithHost);
        events.onExit(code, signal);
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last lines that it wrote to its log. */
  get log(): readonly string[] {
    return this.#log.lines;
  }

  /** @param message - its memory is the child's from here on. */
  send(message: Buffer): void {
    this.#toCore.write(message);
  }

  /** Ends it at once; `exited` tells when it is gone. */
  kill(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) killGroup(this.#child);
    // A program that it started in turn and that left its group can't keep them open.
    for (const stream of this.#child.stdio) stream?.destroy();
  }
}
