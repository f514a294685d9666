import { type FileHandle, open } from 'node:fs/promises';
import {
  type FrameLeftOut,
  type FrameReleased,
  type FrameSent,
  frameLeftOut,
  frameReleased,
  frameSent,
  type InputReceived,
  inputReceived,
} from './trace-points.js';
import type { TraceRecord } from './trace-record.js';

/** How often (ms) what was recorded goes to the file: seldom enough to cost nothing that could be measured. */
const FLUSH_INTERVAL_MS = 500;
/** Records that wait for a disk that hangs: half a minute's worth. */
const MOST_WAITING = 20_000;

/** Writes what passes the trace points of this process to a file, one JSON object a line. */
export class TraceFile {
  readonly #file: FileHandle;
  readonly #timer: NodeJS.Timeout;
  #waiting: TraceRecord[] = [];
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  /** Rejects where the file can't be made. */
  static async open(path: string): Promise<TraceFile> {
    return new TraceFile(await open(path, 'w'));
  }

  private constructor(file: FileHandle) {
    this.#file = file;
    const time = performance.now();
    this.#record({ type: 'clock', time, monotonicMs: Number(process.hrtime.bigint()) / 1e6 });
    inputReceived.subscribe(this.#onInput);
    frameSent.subscribe(this.#onFrame);
    frameReleased.subscribe(this.#onReleased);
    frameLeftOut.subscribe(this.#onLeftOut);
    this.#timer = setInterval(() => this.#flush(), FLUSH_INTERVAL_MS);
  }

  /** Writes what is left; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  readonly #onInput = (message: unknown): void => {
    const { seat, sequence, time } = message as InputReceived;
    this.#record({ type: 'input', seat, sequence, receivedTime: time });
  };

  readonly #onFrame = (message: unknown): void => {
    const { frame, encodedTime, sentTime } = message as FrameSent;
    const { number, stepTime, readyTime, dueTime, inputSequences } = frame.stamp;
    this.#record({
      type: 'frame',
      number,
      stepTime,
      readyTime,
      dueTime,
      encodedTime,
      sentTime,
      keyframe: frame.keyframe,
      bytes: frame.units.reduce((sum, unit) => sum + unit.length, 0),
      inputs: [...inputSequences],
    });
  };

  readonly #onReleased = (message: unknown): void => {
    const { number, transport, time } = message as FrameReleased;
    this.#record({ type: 'released', number, transport, time });
  };

  readonly #onLeftOut = (message: unknown): void => {
    const { number, viewer } = message as FrameLeftOut;
    this.#record({ type: 'left-out', number, viewer });
  };

  #record(record: TraceRecord): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(record);
  }

  #flush(): void {
    const lines = this.#waiting.map((record) => `${JSON.stringify(record)}\n`).join('');
    this.#waiting = [];
    if (lines === '') return;
    // A disk that is full costs the trace, not the game.
    this.#writing = this.#writing.then(() => this.#file.appendFile(lines)).catch(() => undefined);
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    inputReceived.unsubscribe(this.#onInput);
    frameSent.unsubscribe(this.#onFrame);
    frameReleased.unsubscribe(this.#onReleased);
    frameLeftOut.unsubscribe(this.#onLeftOut);
    this.#flush();
    await this.#writing;
    await this.#file.close();
  }
}
