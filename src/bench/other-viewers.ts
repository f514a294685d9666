import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { CloudgameError } from '../errors.js';
import { PACKAGE_ROOT } from '../package-root.js';
import { type ViewerResult, watchResult } from '../viewer/watch-result.js';
import { atExit } from './at-exit.js';
import { environment, kill } from './host-process.js';
import { lastProcessor, pinned } from './processor-pinning.js';
import type { Combination } from './report/combination.js';
import type { Measures } from './report/measures.js';
import { TemporaryFolder } from './temporary-folder.js';
import type { Trace } from './trace.js';

export interface OtherViewersOptions {
  /** Link for watching. */
  readonly link: string;
  readonly viewers: number;
  readonly transport: Combination['transport'];
  readonly signal: AbortSignal;
}

export interface OtherViewersResult {
  readonly figures: Omit<NonNullable<Measures['otherViewers']>, 'framesLeftOut'>;
  /** UDP port of the host as each of them knows it. */
  readonly ports: readonly number[];
  readonly warnings: readonly string[];
}

/** For all to be in, ms: a host takes so many a second. */
const TIME_TO_ENTER = 60_000;
/** For an orderly end, ms. */
const TIME_TO_END = 10_000;
const MOST_LOG_CHARACTERS = 4_000;

/** Viewers without browsers, in a process of their own (`cloudgame watch`): they stand for many people, and cost little. */
export class OtherViewers {
  readonly #child: ChildProcess;
  readonly #folder: TemporaryFolder;
  readonly #ended: Promise<unknown>;
  #output = '';
  #log = '';
  #closing: Promise<void> | undefined;

  /**
   * Lets them in.
   *
   * @throws CloudgameError (network) where one doesn't come in.
   */
  static async enter(options: OtherViewersOptions): Promise<OtherViewers> {
    const { viewers, signal } = options;
    const others = new OtherViewers(options, await TemporaryFolder.make());
    const over = AbortSignal.any([signal, AbortSignal.timeout(TIME_TO_ENTER)]);
    try {
      if (await others.#areIn(over)) return others;
      signal.throwIfAborted();
      throw new CloudgameError(
        'network',
        `The ${viewers} viewers beside the players did not all come in. ${others.#lastWords()}`,
        'Measure with fewer (--viewers), and look whether `cloudgame watch` works with a hosted game.',
      );
    } catch (error) {
      await others.close();
      throw error;
    }
  }

  private constructor({ link, viewers, transport }: OtherViewersOptions, folder: TemporaryFolder) {
    this.#folder = folder;
    const [program, ...before] = [...pinned(lastProcessor()), process.execPath];
    const watch = [join(PACKAGE_ROOT, 'bin', 'run.js'), 'watch', link, '--json'];
    this.#child = spawn(
      program!,
      [...before, ...watch, '--viewers', String(viewers), '--transport', transport],
      // A group of its own: Ctrl-C goes to the benchmark, which ends it in order.
      { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: environment(folder.path) },
    );
    this.#ended = once(this.#child, 'close').catch(() => undefined);
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-MOST_LOG_CHARACTERS);
    });
    void this.#ended.then(atExit(() => kill(this.#child)));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Ends their watching, and reads what they saw. */
  async finish(): Promise<OtherViewersResult> {
    await this.#end();
    const result = v.safeParse(watchResult, parseJson(this.#output));
    if (!result.success) {
      throw new CloudgameError(
        'unexpected',
        `The viewers beside the players ended without a word of what they saw. ${this.#lastWords()}`,
        'Try `cloudgame watch` with a hosted game.',
      );
    }
    const { viewers, cpuShare } = result.output;
    return {
      figures: { ...figuresOf(viewers), cpuShare },
      ports: viewers.flatMap(({ remotePort }) => remotePort ?? []),
      warnings: fallenOut(viewers),
    };
  }

  /** Ends them; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#end().then(() => this.#folder.remove());
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#child.kill('SIGINT');
    const timer = setTimeout(() => kill(this.#child), TIME_TO_END);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Whether all came in before the process ended, or time was over. */
  #areIn(over: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      over.addEventListener('abort', () => resolve(false), { once: true });
      void this.#ended.then(() => resolve(false));
      // The words with which the command says so (src/commands/watch.ts).
      const look = () => /\b(is|are) in\./.test(this.#log) && resolve(true);
      this.#child.stderr!.on('data', look);
    });
  }

  #lastWords(): string {
    const words = this.#log.trim().split('\n').slice(-2).join(' ');
    return words === '' ? 'They said nothing.' : words;
  }
}

export function figuresOf(viewers: readonly ViewerResult[]): OtherViewersResult['figures'] {
  const total = (figure: (viewer: ViewerResult) => number) =>
    viewers.reduce((sum, viewer) => sum + figure(viewer), 0);
  const joins = viewers.flatMap(({ joinMs }) => joinMs.firstFrame ?? []);
  return {
    count: viewers.length,
    ...(joins.length === viewers.length && { joinMs: Math.max(0, ...joins) }),
    leastFps: Math.min(...viewers.map(({ video }) => video.framesPerSecond)),
    framesReceived: total(({ video }) => video.frames),
    framesMissing: total(
      ({ frames, rtp }) => frames.missing + frames.undecodable + rtp.gaps + rtp.undecodable,
    ),
    freezes: total(({ video }) => video.freezes),
    longestFreezeMs: Math.max(0, ...viewers.map(({ video }) => video.longestFreezeMs)),
  };
}

/** Says how many were not there any more at the end. */
function fallenOut(viewers: readonly ViewerResult[]): string[] {
  const lost = viewers.filter(({ ended }) => ended === 'lost' || ended === 'closed').length;
  return lost === 0
    ? []
    : [`${lost} of ${viewers.length} viewers beside the players fell out before the end.`];
}

/**
 * Pictures that the host did not send to those who joined after the players, all together.
 *
 * @param players - how many joined before them.
 * @param viewers - how many there were with the players.
 */
export function leftOutAfter(trace: Trace, players: number, viewers: number): number {
  let sum = 0;
  for (let viewer = players + 1; viewer <= viewers; viewer++) sum += trace.leftOut(viewer).size;
  return sum;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
