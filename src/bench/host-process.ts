import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { CloudgameError } from '../errors.js';
import { type HostEvent, hostEvent } from '../host/events.js';
import { PACKAGE_ROOT } from '../package-root.js';
import { atExit } from './at-exit.js';
import { monotonicMs } from './monotonic-clock.js';
import { TemporaryFolder } from './temporary-folder.js';
import { type Trace, TraceReader } from './trace.js';

export type EventOf<Name extends HostEvent['event']> = Extract<HostEvent, { event: Name }>;

/** What counts of a host's word of a second, and when it came, ms of the monotonic clock. */
export type SeenStats = Pick<EventOf<'stats'>, 'eventLoopDelayMs' | 'framesDropped'> & {
  readonly time: number;
};

/** How long (ms) a host may take until its viewers can come in. */
const START_TIMEOUT_MS = 30_000;
/** How long (ms) it has for an orderly end. */
const END_TIMEOUT_MS = 4_000;
const TAPE = 'pictures.tape';
/** Lines of its log that are kept for when it fails. */
const MOST_LOG_CHARACTERS = 4_000;

/** A real host in a process of its own, with a data folder of its own, which writes a trace. */
export class HostProcess {
  readonly ready: EventOf<'ready'>;
  /** What it said each second. */
  readonly stats: SeenStats[] = [];
  readonly warnings: string[] = [];
  readonly #child: ChildProcess;
  readonly #folder: TemporaryFolder;
  readonly #ended: Promise<unknown>;
  #closing: Promise<void> | undefined;

  /**
   * Starts `cloudgame host`, and waits until viewers can come in.
   *
   * @param args - what it is to host, and how.
   * @param traced - whether it writes down what became of every frame, and keeps pictures.
   * @throws CloudgameError where it ends before.
   */
  static async start(args: readonly string[], signal?: AbortSignal, traced = true): Promise<HostProcess> {
    const folder = await TemporaryFolder.make();
    const command = [join(PACKAGE_ROOT, 'bin', 'run.js'), 'host', ...args];
    const always = [
      '--signal',
      'embedded',
      '--json',
      '--no-resume',
      ...(traced ? ['--trace', join(folder.path, 'trace.ndjson'), '--tape', join(folder.path, TAPE)] : []),
    ];
    const child = spawn(process.execPath, [...command, ...always], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C goes to the benchmark, which ends its hosts in order.
      detached: true,
      env: environment(folder.path),
    });
    const ended = once(child, 'close');
    const events = new EventEmitter();
    let log = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-MOST_LOG_CHARACTERS);
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const event = v.safeParse(hostEvent, parseJson(line));
      if (event.success) events.emit(event.output.event, event.output);
    });
    void ended.then(atExit(() => kill(child)));
    const giveUp = new AbortController();
    const timer = setTimeout(() => kill(child), START_TIMEOUT_MS);
    const onAbort = () => kill(child);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const first = await Promise.race([once(events, 'ready', { signal: giveUp.signal }), ended]);
      const ready = first[0] as EventOf<'ready'> | number | null;
      if (typeof ready === 'object' && ready !== null) {
        return new HostProcess(ready, { child, folder, ended, events });
      }
      throw new CloudgameError(
        'unexpected',
        `The host that was to be measured ended: ${lastLines(log)}`,
        HINT,
      );
    } catch (error) {
      kill(child);
      await ended;
      folder.remove();
      throw error;
    } finally {
      giveUp.abort();
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private constructor(
    ready: EventOf<'ready'>,
    parts: {
      readonly child: ChildProcess;
      readonly folder: TemporaryFolder;
      readonly ended: Promise<unknown>;
      readonly events: EventEmitter;
    },
  ) {
    this.ready = ready;
    this.#child = parts.child;
    this.#folder = parts.folder;
    this.#ended = parts.ended;
    parts.events.on('stats', ({ eventLoopDelayMs, framesDropped }: EventOf<'stats'>) =>
      this.stats.push({ time: monotonicMs(), eventLoopDelayMs, framesDropped }),
    );
    parts.events.on('warning', (event: EventOf<'warning'>) => this.warnings.push(event.message));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Ends the host in order, and reads what it wrote down of every frame. */
  async finish(): Promise<Trace> {
    await this.#end();
    const reader = new TraceReader();
    const lines = createInterface({ input: createReadStream(join(this.#folder.path, 'trace.ndjson')) });
    for await (const line of lines) reader.add(line);
    return reader.trace;
  }

  /** What the host kept of its pictures (src/pipeline/trace/picture-tape.ts), once it is finished. */
  tape(): Promise<Buffer> {
    return readFile(join(this.#folder.path, TAPE));
  }

  /** Ends the host, with everything that is left of it; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#end();
    this.#folder.remove();
  }

  async #end(): Promise<void> {
    this.#child.kill('SIGINT');
    const timer = setTimeout(() => kill(this.#child), END_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

const HINT = 'Try the same with `cloudgame host`.';

/** Without its user's settings, data and cores: what is measured is what everyone gets. */
export function environment(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(CLOUDGAME_(?!FFMPEG)|XDG_(?!RUNTIME))/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    NO_COLOR: '1',
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: folder,
    LOCALAPPDATA: folder,
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Ends a process at once, with what it started. */
export function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    // On Windows there are no groups.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function lastLines(log: string): string {
  const lines = log.trim().split('\n').slice(-3).join(' ');
  return lines === '' ? 'it said nothing.' : lines;
}
