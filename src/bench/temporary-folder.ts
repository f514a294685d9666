import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the benchmark's that goes away with it, even where the process has to end in a hurry. */
export class TemporaryFolder {
  readonly path: string;
  readonly #remove = () => rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });

  static async make(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'cloudgame-bench-')));
  }

  private constructor(path: string) {
    this.path = path;
    process.once('exit', this.#remove);
  }

  /** Removes it with everything in it; calling it again does nothing. */
  remove(): void {
    process.off('exit', this.#remove);
    this.#remove();
  }
}
