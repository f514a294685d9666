import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { type HostEvent, hostEvent } from '../src/host/events.js';
import { PACKAGE_ROOT } from '../src/package-root.js';

const BUILT = join(PACKAGE_ROOT, 'dist', 'src', 'terminal', 'command-line.js');
const RUN = join(PACKAGE_ROOT, 'bin', 'run.js');

export type EventOf<Name extends HostEvent['event']> = Extract<HostEvent, { event: Name }>;

export interface HostProcessOptions {
  /** Where the host keeps links and settings; by default an empty folder that goes away with the process. */
  readonly home?: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Program and first arguments in place of this checkout's `bin/run.js`. */
  readonly command?: readonly [string, ...string[]];
  /** Whether its standard input is a pipe to write to; by default there is none. */
  readonly input?: boolean;
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A run of the real command line in a process group of its own, and the events that it prints. */
export class HostProcess {
  /** Lines of standard output that are events, in the order in which they came. */
  readonly events: HostEvent[] = [];
  readonly child: ChildProcess;
  /** Resolves when the process is gone and everything that it printed has been read. */
  readonly ended: Promise<Ending>;
  stdout = '';
  stderr = '';
  readonly #news = new EventEmitter();
  readonly #ownHome: string | undefined;
  readonly #kill = () => this.signalGroup('SIGKILL');
  #hasEnded = false;

  /** Starts a process; `close` has to be called. */
  constructor(args: readonly string[], options: HostProcessOptions = {}) {
    if (!existsSync(BUILT)) throw new Error('the tests of commands run the built program: npm run build');
    this.#ownHome = options.home === undefined ? mkdtempSync(join(tmpdir(), 'cg-home-')) : undefined;
    const home = options.home ?? this.#ownHome!;
    const [program, ...first] = options.command ?? [process.execPath, RUN];
    this.child = spawn(program, [...first, ...args], {
      stdio: [options.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      cwd: options.cwd,
      // A group of its own, so that it gets signals as from a terminal and nothing of it outlives the test.
      detached: true,
      env: { ...environment(home), ...options.environment },
    });
    this.#news.setMaxListeners(100);
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => this.#readOutput(text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#news.emit('news');
    });
    process.once('exit', this.#kill);
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      this.#hasEnded = true;
      this.#news.emit('news');
      return { code, signal } as Ending;
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** The first event of that name, from the beginning or from a position in `events` on. */
  event<Name extends HostEvent['event']>(
    name: Name,
    where: (event: EventOf<Name>) => boolean = () => true,
    from = 0,
  ): Promise<EventOf<Name>> {
    const isWanted = (event: HostEvent): event is EventOf<Name> =>
      event.event === name && where(event as EventOf<Name>);
    return this.until(() => this.events.slice(from).find(isWanted), `an event "${name}"`);
  }

  /** The next event of that name that isn't there yet. */
  nextEvent<Name extends HostEvent['event']>(
    name: Name,
    where?: (event: EventOf<Name>) => boolean,
  ): Promise<EventOf<Name>> {
    return this.event(name, where, this.events.length);
  }

  /** Waits until something holds of what it printed; fails where it ends before. */
  async until<Found>(look: () => Found | undefined | false, what: string): Promise<Found> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      if (this.#hasEnded) throw new Error(`the process ended before ${what}:\n${this.stdout}${this.stderr}`);
      await once(this.#news, 'news');
    }
  }

  /** Sends a signal to the process and all of its children, as Ctrl-C in a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Ends it with everything that it started; calling it again does nothing. */
  async close(): Promise<void> {
    this.signalGroup('SIGKILL');
    await this.ended;
    process.off('exit', this.#kill);
    if (this.#ownHome !== undefined) rmSync(this.#ownHome, { recursive: true, force: true });
  }

  #readOutput(text: string): void {
    const start = this.stdout.lastIndexOf('\n') + 1;
    this.stdout += text;
    const lines = this.stdout.slice(start).split('\n').slice(0, -1);
    for (const line of lines.filter((text) => text.startsWith('{'))) {
      this.events.push(v.parse(hostEvent, JSON.parse(line)));
    }
    this.#news.emit('news');
  }
}

/** Starts `cloudgame` for one test. */
export function startCloudgame(args: readonly string[], options?: HostProcessOptions): HostProcess {
  const process = new HostProcess(args, options);
  onTestFinished(() => process.close());
  return process;
}

/** Hosts the test pattern, or what is named, for one test, and waits until viewers can come in. */
export async function startHost(
  args: readonly string[] = [],
  options?: HostProcessOptions,
): Promise<HostProcess & { readonly ready: EventOf<'ready'> }> {
  const game = args.includes('--core') || /\.nes$/.test(args[0] ?? '') ? [] : ['--core', 'test-pattern'];
  const signal = args.includes('--signal') ? [] : ['--signal', 'embedded'];
  const host = startCloudgame(['host', ...args, ...game, ...signal, '--json'], options);
  return Object.assign(host, { ready: await host.event('ready') });
}

/** This process's environment without settings of its user; whatever is installed, NES games get the built-in core. */
function environment(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(CLOUDGAME_|XDG_(?!RUNTIME))/.test(name));
  return {
    ...Object.fromEntries(own),
    NO_COLOR: '1',
    CLOUDGAME_CORES: 'nes=nes',
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
  };
}
