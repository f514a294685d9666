import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CloudgameError } from '../../errors.js';
import { PACKAGE_ROOT } from '../../package-root.js';
import { formatFragment, parseFragment } from '../../protocol/link.js';
import type { NetworkProfile } from './link-profile.js';
import type { RelayOptions } from './relay.js';
import type { RelayAnswer, RelayRequest } from './relay-message.js';
import type { RelayReport } from './relay-report.js';

/** Built, wherever this file is run from. */
const PROGRAM = join(PACKAGE_ROOT, 'dist', 'src', 'bench', 'network', 'relay-process.js');

/** A network between viewers and a host, run by a process of its own. */
export class NetworkRelay {
  /** Process id of the relay. */
  readonly pid: number;
  /** The signalling server through which viewers have to meet the host. */
  readonly signallingUrl: string;
  readonly #child: ChildProcess;

  /** Starts it; ready for viewers when this resolves. */
  static async start(options: RelayOptions): Promise<NetworkRelay> {
    const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    try {
      const opened = await ask(child, { kind: 'open', options }, 'opened');
      return new NetworkRelay(child, opened.signallingUrl);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  private constructor(child: ChildProcess, signallingUrl: string) {
    this.#child = child;
    this.pid = child.pid!;
    this.signallingUrl = signallingUrl;
  }

  /** The same link through this network. */
  linkThrough(link: string): string {
    return linkThrough(link, this.signallingUrl);
  }

  /** Changes the network while viewers are in; resolves when it is another. */
  async change(profile: NetworkProfile): Promise<void> {
    await ask(this.#child, { kind: 'change', profile }, 'changed');
  }

  /** Begins the time line of a network that has one; resolves when its first phase has begun. */
  async beginTimeLine(): Promise<void> {
    await ask(this.#child, { kind: 'begin-time-line' }, 'begun');
  }

  /**
   * Cuts the paths of viewers that are in, as where their address has changed: they get through again only by a new
   * connection.
   *
   * @param viewerPort - only the path of which the viewer knows this port as the host's; by default all.
   * @returns how many were cut.
   */
  async cut(viewerPort?: number): Promise<number> {
    return (await ask(this.#child, { kind: 'cut', viewerPort }, 'cut')).paths;
  }

  async report(): Promise<RelayReport> {
    return (await ask(this.#child, { kind: 'report' }, 'report')).report;
  }

  /** Ends the process; calling it again does nothing. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await exited;
  }
}

/**
 * Names another signalling server in a link.
 *
 * @throws CloudgameError (usage) where it is no link of this version.
 */
export function linkThrough(link: string, signallingUrl: string): string {
  const hash = link.indexOf('#');
  const room = hash < 0 ? ({ fault: 'empty' } as const) : parseFragment(link.slice(hash));
  if ('fault' in room) {
    throw new CloudgameError(
      'usage',
      'This is no link of a host.',
      'Give the whole link as the host printed it.',
    );
  }
  return `${link.slice(0, hash)}#${formatFragment({ ...room, signallingUrl })}`;
}

async function ask<Kind extends RelayAnswer['kind']>(
  child: ChildProcess,
  request: RelayRequest,
  kind: Kind,
): Promise<Extract<RelayAnswer, { kind: Kind }>> {
  if (!child.connected) throw relayFailure('it ended by itself');
  const over = new AbortController();
  try {
    const answer = nextAnswer(child, kind, over.signal);
    const gone = once(child, 'exit', { signal: over.signal }).then(() => {
      throw relayFailure('it ended by itself');
    });
    child.send(request);
    return await Promise.race([answer, gone]);
  } finally {
    over.abort();
  }
}

/** The next answer of that kind. One request of a kind is under way at a time, or its answers are alike. */
function nextAnswer<Kind extends RelayAnswer['kind']>(
  child: ChildProcess,
  kind: Kind,
  signal: AbortSignal,
): Promise<Extract<RelayAnswer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const listen = (answer: RelayAnswer) => {
      if (answer.kind === kind) resolve(answer as Extract<RelayAnswer, { kind: Kind }>);
      if (answer.kind === 'failed') reject(relayFailure(answer.message));
    };
    child.on('message', listen);
    signal.addEventListener('abort', () => child.off('message', listen), { once: true });
  });
}

function relayFailure(why: string): CloudgameError {
  return new CloudgameError(
    'network',
    `The network relay of the benchmark failed: ${why}.`,
    'See whether this computer lets programs open UDP ports, and try again.',
  );
}
