import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test, gone at its end. */
export class TemporaryFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'cloudgame-pipeline-')));
  }

  /** Writes a file into it, and returns its path. */
  async file(name: string, content: string, mode = 0o644): Promise<string> {
    const path = join(this.path, name);
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
