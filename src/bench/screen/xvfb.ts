import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CloudgameError } from '../../errors.js';
import { killGroup } from '../../pipeline/core/process-group.js';
import { findProgram } from './find-program.js';
import { xAuthority } from './x-authority.js';

export const SCREEN_DEPTH = 24;
/** For the server to end by itself and to tidy up, ms. */
const TIME_TO_END = 3_000;

/**
 * Runs the server and waits for the end of standard input, which comes however this process ends; then the server is ended,
 * and with it every program on its screen. The folder's path comes first, then the server's command. A browser may write
 * into the folder while it ends.
 */
const KEEPER = `
folder=$1; shift
"$@" & server=$!
exec 3>&-
read -r _
kill "$server" 2>/dev/null
wait "$server"
rm -rf -- "$folder" 2>/dev/null || { sleep 1; rm -rf -- "$folder"; }
`;

/** An X server with a screen of its own in memory; it lets in only who has its cookie, and listens on no network. */
export class Xvfb {
  /** What programs on this screen need in their environment. */
  readonly environment: Readonly<Record<'DISPLAY' | 'XAUTHORITY', string>>;
  /** Of this screen alone; goes away with it. */
  readonly folder: string;
  readonly #keeper: ChildProcess;
  #closing: Promise<void> | undefined;

  private constructor(keeper: ChildProcess, folder: string, displayNumber: string) {
    this.#keeper = keeper;
    this.folder = folder;
    this.environment = { DISPLAY: `:${displayNumber}`, XAUTHORITY: authorityIn(folder) };
  }

  /**
   * Starts one with a display number that is free.
   *
   * @param size - of the screen, pixels.
   * @throws CloudgameError where Xvfb is missing or doesn't start.
   */
  static async start(size: { readonly width: number; readonly height: number }): Promise<Xvfb> {
    const program = await findProgram('Xvfb');
    if (program === undefined) {
      throw new CloudgameError(
        'unexpected',
        'Measuring from outside needs Xvfb, an X server with a screen in memory, and there is none on the PATH.',
        'Install it: sudo apt-get install xvfb openbox libxtst6, or what your system calls them.',
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'cloudgame-screen-'));
    await writeFile(authorityIn(folder), xAuthority(randomBytes(16)), { mode: 0o600 });
    const screen = `${size.width}x${size.height}x${SCREEN_DEPTH}`;
    const command = [program, '-displayfd', '3', '-screen', '0', screen, '-auth', authorityIn(folder)];
    // A held key that repeats would be more than one press; a server that resets loses its settings.
    const manners = ['-nolisten', 'tcp', '-noreset', '-r', '-s', '0'];
    const keeper = spawn('sh', ['-c', KEEPER, 'sh', folder, ...command, ...manners], {
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    // Its end breaks the pipe.
    keeper.stdin!.on('error', () => {});
    const said = text(keeper.stderr!);
    const number = (await text(firstLine(keeper.stdio[3] as Readable))).trim();
    const server = new Xvfb(keeper, folder, number);
    if (/^\d+$/.test(number)) return server;
    await server.close();
    throw new CloudgameError(
      'unexpected',
      `Xvfb doesn't start: ${(await said).trim() || 'it says nothing'}`,
      `Try it yourself: ${program} :99 -screen 0 ${screen}`,
    );
  }

  /** Ends the server and all that is on its screen; calling it again does nothing more. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const ended = once(this.#keeper, 'exit');
    const late = setTimeout(() => killGroup(this.#keeper), TIME_TO_END);
    this.#keeper.stdin!.end();
    await ended;
    clearTimeout(late);
  }
}

function authorityIn(folder: string): string {
  return join(folder, 'authority');
}

/** What comes up to the first line's end, or up to the end of all. */
async function* firstLine(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    yield chunk;
    if (chunk.includes('\n')) return;
  }
}
