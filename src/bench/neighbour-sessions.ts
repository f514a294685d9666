import { HostProcess } from './host-process.js';
import { OtherViewers } from './other-viewers.js';
import type { Combination } from './report/combination.js';
import type { Measures } from './report/measures.js';

interface Session {
  readonly host: HostProcess;
  viewer?: OtherViewers;
  droppedBefore: number;
}

/** Sessions beside the one that is measured: hosts of the same kind, each with one viewer, who has no browser. */
export class NeighbourSessions {
  readonly #sessions: Session[] = [];

  /**
   * Starts them one after the other.
   *
   * @param args - of each host: what it plays, and how.
   * @throws CloudgameError where a host doesn't start, or its viewer doesn't come in.
   */
  static async start(
    count: number,
    args: readonly string[],
    transport: Combination['transport'],
    signal: AbortSignal,
  ): Promise<NeighbourSessions> {
    const neighbours = new NeighbourSessions();
    try {
      for (let index = 0; index < count; index++) {
        const host = await HostProcess.start(args, signal, false);
        const session: Session = { host, droppedBefore: 0 };
        neighbours.#sessions.push(session);
        const link = host.ready.links.watch.own;
        session.viewer = await OtherViewers.enter({ link, viewers: 1, transport, signal });
      }
      return neighbours;
    } catch (error) {
      await neighbours.close();
      throw error;
    }
  }

  /** Process ids of the hosts, and of the viewers. */
  get pids(): { readonly hosts: readonly number[]; readonly viewers: readonly number[] } {
    return {
      hosts: this.#sessions.map(({ host }) => host.pid),
      viewers: this.#sessions.flatMap(({ viewer }) => viewer?.pid ?? []),
    };
  }

  /** What is measured begins: what hosts gave up before is no part of it. */
  begin(): void {
    for (const session of this.#sessions) session.droppedBefore = framesDropped(session.host);
  }

  /** Ends the watching, and reads what was seen; `undefined` where there are no neighbours. */
  async finish(): Promise<Measures['neighbours']> {
    const watched = await Promise.all(this.#sessions.map(({ viewer }) => viewer?.finish()));
    const figures = watched.flatMap((one) => one?.figures ?? []);
    if (figures.length === 0) return undefined;
    const dropped = this.#sessions.map(({ host, droppedBefore }) => framesDropped(host) - droppedBefore);
    return {
      count: figures.length,
      leastFps: Math.min(...figures.map(({ leastFps = 0 }) => leastFps)),
      mostDroppedByHost: Math.max(...dropped),
    };
  }

  /** Ends them all; calling it again does nothing. */
  async close(): Promise<void> {
    await Promise.all(this.#sessions.map(({ viewer }) => viewer?.close()));
    await Promise.all(this.#sessions.map(({ host }) => host.close()));
  }
}

/** Pictures that a host gave up since it began. */
function framesDropped({ stats }: HostProcess): number {
  return stats.at(-1)?.framesDropped ?? 0;
}
