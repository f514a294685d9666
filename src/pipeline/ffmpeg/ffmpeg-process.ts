import type { Readable, Writable } from 'node:stream';
import { execa, type ResultPromise } from 'execa';
import { LogTail } from '../log-tail.js';
import { readPieces } from '../piece-reader.js';
import type { FfmpegProgram } from './ffmpeg-program.js';

export interface FfmpegProcessOptions {
  readonly onOutput: (piece: Buffer) => void;
  /** Called once, when the process is gone without having been closed; with the last lines of its log. */
  readonly onDeath: (reason: string) => void;
}

/** What is read at once, most frames being far smaller. */
const PIECE_BYTES = 64 * 1024;

/** One running ffmpeg between two pipes. */
export class FfmpegProcess {
  readonly #process: ResultPromise<typeof SPAWN_OPTIONS>;
  readonly #log = new LogTail();
  #closed = false;

  constructor(ffmpeg: FfmpegProgram, args: readonly string[], options: FfmpegProcessOptions) {
    this.#process = execa(ffmpeg.path, args, SPAWN_OPTIONS);
    readPieces(this.#process.stdout as Readable, PIECE_BYTES, (piece) => {
      // What comes of it is kept: frames until they are sent, and for the viewers of a data channel longer.
      if (!this.#closed) options.onOutput(Buffer.from(piece));
    });
    (this.#process.stderr as Readable).on('data', (piece: Buffer) => this.#log.push(piece));
    // A write after its death ends in EPIPE here; the death itself is told below.
    this.stdin.on('error', () => {});
    void this.#process.then((result) => {
      if (this.#closed) return;
      this.#closed = true;
      const end = result.code ?? result.signal ?? `exit code ${result.exitCode}`;
      options.onDeath([`ffmpeg ended (${end})`, ...this.#log.lines].join(': '));
    });
  }

  get stdin(): Writable {
    return this.#process.stdin as Writable;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    // Nothing of its remaining output is of use, so it need not be asked nicely.
    this.#process.kill('SIGKILL');
    await this.#process;
  }
}

const SPAWN_OPTIONS = {
  stdin: 'pipe',
  stdout: 'pipe',
  stderr: 'pipe',
  buffer: false,
  reject: false,
  encoding: 'buffer',
  env: { AV_LOG_FORCE_NOCOLOR: '1' },
} as const;
