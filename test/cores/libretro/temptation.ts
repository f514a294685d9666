import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fixtureCore } from './fixture-core.js';
import { gameFile } from './fixture-game.js';

/** What is laid out for a core that tries to escape (escapes.c): of the test's user, and none of the core's business. */
export class Temptation {
  readonly folder: string;
  readonly saves: string;
  readonly newFile: string;
  readonly game: string;
  readonly victim: ChildProcess;
  readonly #victimExit: Promise<unknown[]>;
  connections = 0;

  static async prepare(): Promise<Temptation> {
    const server = createServer((socket) => {
      temptation.connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const temptation = new Temptation((server.address() as AddressInfo).port);
    return temptation;
  }

  private constructor(port: number) {
    this.folder = mkdtempSync(join(homedir(), '.cloudgame-test-'));
    this.saves = mkdtempSync(join(tmpdir(), 'cloudgame-saves-'));
    this.newFile = join(this.folder, 'new');
    const secret = join(this.folder, 'secret');
    writeFileSync(secret, 'secret');
    this.victim = spawn('sleep', ['86400'], { stdio: 'ignore' });
    this.#victimExit = once(this.victim, 'exit');
    this.game = gameFile(`${port} ${secret} ${this.newFile} ${this.victim.pid}`);
    onTestFinished(() => {
      this.victim.kill('SIGKILL');
      for (const folder of [this.folder, this.saves]) rmSync(folder, { recursive: true });
    });
  }

  /** Whether the core has ended the process; to be asked when the core has said hello. */
  async victimEnded(): Promise<boolean> {
    // Of two deadly signals the first is the one that a process is ended by.
    this.victim.kill('SIGKILL');
    const [, signal] = await this.#victimExit;
    return signal === 'SIGTERM';
  }
}

/** Whether a file was written beside the fixture's library; it is taken away again. */
export function writtenBesideLibrary(): boolean {
  const path = join(dirname(fixtureCore('escapes')), 'written');
  const isThere = existsSync(path);
  rmSync(path, { force: true });
  return isThere;
}

/** The letters of escapes.c for what came off. */
export function escapesOf(saveRam: Buffer): string {
  return saveRam.toString('latin1').replace(/\0+$/, '');
}
