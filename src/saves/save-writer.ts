import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PACKAGE_ROOT } from '../package-root.js';
import type { SavedState } from './save-file.js';
import type { SaveTask, SaveTaskDone, SaveWorkerData } from './save-task.js';

/** Built code, whoever asks: a thread can't be started from TypeScript. */
const WORKER = join(PACKAGE_ROOT, 'dist', 'src', 'saves', 'save-worker.js');

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Writes saves from a thread of its own, so that no frame waits for a hash or for the disk. What is handed over is
 * copied at once, and each promise resolves when its bytes would survive a power cut.
 */
export class SaveWriter {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #idle: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(data: SaveWorkerData) {
    this.#worker = new Worker(WORKER, { workerData: data });
    this.#worker.on('message', (done: SaveTaskDone) => this.#settle(done));
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread that writes saves has ended')));
    // A host that has nothing else to do ends; `close` is what waits for writes.
    this.#worker.unref();
  }

  /** Writes save RAM. Rejects with why it can't be written; the one before stays then. */
  writeBattery(bytes: Uint8Array): Promise<void> {
    const copy = new Uint8Array(bytes);
    return this.#post({ kind: 'battery', bytes: copy }, copy);
  }

  writeAutomatic(state: SavedState): Promise<void> {
    const payload = new Uint8Array(state.payload);
    return this.#post({ kind: 'automatic', state: { ...state, payload } }, payload);
  }

  /** @param slot - from 1 to `SLOTS`. */
  writeSlot(slot: number, state: SavedState): Promise<void> {
    const payload = new Uint8Array(state.payload);
    return this.#post({ kind: 'slot', slot, state: { ...state, payload } }, payload);
  }

  /** Resolves when everything handed over is written or has failed, and the thread is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#worker.ref();
    if (this.#waiting.length > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#worker.terminate();
  }

  #post(task: SaveTask, moved: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#closing) return Promise.reject(new TypeError('the writer of saves is closed'));
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task, [moved.buffer]);
    });
  }

  #settle({ failure }: SaveTaskDone): void {
    const task = this.#waiting.shift();
    if (failure === undefined) task?.resolve();
    else task?.reject(new Error(failure));
    if (this.#waiting.length === 0) this.#idle?.();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const task of this.#waiting.splice(0)) task.reject(this.#failure);
    this.#idle?.();
  }
}
