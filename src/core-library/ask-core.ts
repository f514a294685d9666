import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import { CloudgameError } from '../errors.js';
import { coreEnvironment } from '../pipeline/core/core-environment.js';
import { CoreFailure } from '../pipeline/core/core-failure.js';
import type { CoreProgram } from '../pipeline/core/core-program.js';
import { withOnlyTheseDescriptors } from '../pipeline/core/only-these-descriptors.js';
import { LogTail } from '../pipeline/log-tail.js';

const text = v.pipe(v.string(), v.maxLength(10_000));

const coreReport = v.object({
  name: text,
  version: text,
  extensions: v.array(text),
  needsFullPath: v.boolean(),
  options: v.array(
    v.object({
      key: text,
      label: text,
      description: v.optional(text),
      category: v.optional(text),
      default: text,
      values: v.array(v.object({ value: text, label: v.optional(text) })),
    }),
  ),
});
const answer = v.union([
  v.object({ core: coreReport }),
  v.object({ error: v.object({ message: text, hint: text }) }),
]);

/** What a libretro core tells of itself. */
export type CoreReport = v.InferOutput<typeof coreReport>;
export type ReportedOption = CoreReport['options'][number];

const TIMEOUT_MS = 10_000;
/** How long the pipes of a process that is gone are read. */
const PIPES_MS = 500;
/** A core with hundreds of options and long descriptions stays far below. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * Runs the program that reports on a libretro core, and reads what it says on descriptor 4.
 *
 * @param program - in its sandbox.
 * @throws CloudgameError `game` where the core can't be loaded, doesn't take the game, dies or says nothing.
 */
export async function askCore(program: CoreProgram, signal?: AbortSignal): Promise<CoreReport> {
  const log = new LogTail();
  const child = withOnlyTheseDescriptors(['ignore', 'pipe', 'pipe', 'ignore', 'pipe'], (stdio) =>
    spawn(program.command, program.args, {
      stdio,
      env: coreEnvironment(),
      windowsHide: true,
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    }),
  );
  for (const stream of [child.stdout, child.stderr]) {
    (stream as Readable).on('data', (piece: Buffer) => log.push(piece));
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  (child.stdio[4] as Readable).on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > MAX_BYTES) child.kill('SIGKILL');
    else pieces.push(piece);
  });
  const end = await new Promise<string>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(signal?.aborted ? cause : CoreFailure.unstartable(program.name, cause)),
    );
    // Whatever it started in turn can't keep its pipes open.
    child.once('exit', () =>
      setTimeout(() => child.stdio.map((stream) => stream?.destroy()), PIPES_MS).unref(),
    );
    child.once('close', (code, by) => resolve(by === null ? `code ${code}` : by));
  });
  const found = v.safeParse(answer, parseJson(Buffer.concat(pieces).toString('utf8')));
  if (found.success && 'core' in found.output) return found.output.core;
  if (found.success && 'error' in found.output) {
    const { message, hint } = found.output.error;
    throw new CloudgameError('game', message, hint);
  }
  throw new CloudgameError(
    'game',
    [`The core ${program.name} told nothing of itself (it ended with ${end}).`, ...lastWords(log)].join(' '),
    program.lacks
      ? `${program.lacks.message} ${program.lacks.hint}`
      : 'Try it with a game: cloudgame cores info NAME --game FILE',
  );
}

function lastWords({ lines }: LogTail): string[] {
  return lines.length === 0 ? [] : [`Its last words: ${lines.join(' / ')}`];
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
