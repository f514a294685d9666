import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.js';

/** A folder of the benchmark's that goes away with it, even where the process has to end in a hurry. */
export class TemporaryFolder {
  readonly path: string;
  readonly #withdraw = atExit(() => this.#remove());

  static async make(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'cloudgame-bench-')));
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Removes it with everything in it; calling it again does nothing. */
  remove(): void {
    this.#withdraw();
    this.#remove();
  }

  #remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
