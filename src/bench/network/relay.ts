import { localAddresses } from '../../signalling/lan-address.js';
import { monotonicMs } from '../monotonic-clock.js';
import type { NetworkProfile } from './link-profile.js';
import { PathTimeLine } from './path-time-line.js';
import type { RelayPeriod, RelayReport } from './relay-report.js';
import { ReleaseTimer } from './release-timer.js';
import { SignallingProxy } from './signalling-proxy.js';
import { type PathReport, ViewerPath } from './viewer-path.js';

export interface RelayOptions {
  /** `ws:` or `wss:` URL of the PeerJS server at which the host waits. */
  readonly signallingUrl: string;
  readonly profile: NetworkProfile;
  /** The same seed loses the same packets of the same traffic. */
  readonly seed: number;
  /** Address of this computer to relay at; by default the one that host and browser have in the local network. */
  readonly address?: string | undefined;
  /** How long the periods are whose traffic is reported, ms; a second by default. */
  readonly periodMs?: number | undefined;
}

const PERIOD_MS = 1000;
/** Two hours of seconds. */
const MOST_PERIODS = 7200;
const MOST_PATHS = 1024;
/** A path that carries nothing for so long belongs to a connection that is over. */
const MOST_IDLE_MS = 60_000;

/** The network of a benchmark: viewers meet the host through it, and everything that they send each other goes through it. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #timer = new ReleaseTimer();
  readonly #paths = new Map<string, Promise<ViewerPath>>();
  readonly #open = new Set<ViewerPath>();
  /** By path: a connection that offers again after a cut has another one. */
  readonly #reports = new Map<ViewerPath, PathReport>();
  readonly #timeLine: RelayPeriod[] = [];
  #pathsOpened = 0;
  readonly #clock: NodeJS.Timeout;
  #profile: NetworkProfile;
  #phases: PathTimeLine | undefined;
  #proxy: SignallingProxy | undefined;

  static async open(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options);
    relay.#proxy = await SignallingProxy.open({
      target: options.signallingUrl,
      pathOf: (connectionId, mayOpen) => relay.#pathOf(connectionId, mayOpen),
    });
    return relay;
  }

  private constructor(options: RelayOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#clock = setInterval(() => this.#endPeriod(), options.periodMs ?? PERIOD_MS);
  }

  /** The signalling server for the viewers' links. */
  get signallingUrl(): string {
    return this.#proxy!.url;
  }

  /** Begins the time line of a network that has one: its first phase, and from there on the others at their times. */
  beginTimeLine(): void {
    this.#phases?.close();
    this.#phases = new PathTimeLine(this.#options.profile.timeLine ?? [], ({ network, cut }) => {
      this.change(network);
      if (cut) this.cut();
    });
  }

  /** Changes the network for all viewers, those to come included. */
  change(profile: NetworkProfile): void {
    this.#profile = profile;
    for (const path of this.#open) path.change(profile);
  }

  /**
   * Cuts the paths of viewers that are in, as where their address has changed: nothing crosses them any more, and they get
   * through again only by another offer.
   *
   * @param viewerPort - only the path of which the viewer knows this port as the host's; by default all.
   * @returns how many were cut.
   */
  cut(viewerPort?: number): number {
    const paths = [...this.#open].filter(
      (path) => !path.isCut && (viewerPort === undefined || path.endpointFor('viewer').port === viewerPort),
    );
    for (const path of paths) {
      path.cut();
      this.#paths.delete(path.connectionId);
    }
    return paths.length;
  }

  report(): RelayReport {
    for (const path of this.#open) this.#reports.set(path, path.report());
    const errors = this.#timer.errors();
    const { user, system } = process.cpuUsage();
    return {
      paths: [...this.#reports.values()],
      timeLine: [...this.#timeLine],
      phases: [...(this.#phases?.entered ?? [])],
      ...(errors.length > 0 && {
        releaseErrorMs: { p50: errors[errors.length >> 1]!, p99: errors[Math.floor(errors.length * 0.99)]! },
      }),
      cpuMs: (user + system) / 1000,
    };
  }

  close(): void {
    clearInterval(this.#clock);
    this.#phases?.close();
    this.#proxy?.close();
    this.#timer.close();
    for (const path of this.#open) path.close();
  }

  async #pathOf(connectionId: string, mayOpen: boolean): Promise<ViewerPath | undefined> {
    const known = this.#paths.get(connectionId);
    if (known || !mayOpen || this.#pathsOpened >= MOST_PATHS) return known;
    const profile = this.#profile;
    const { address = localAddresses()[0]!, seed } = this.#options;
    const opening = ViewerPath.open({
      connectionId,
      address,
      profile,
      seed: seed + this.#pathsOpened++,
      timer: this.#timer,
    }).then((path) => {
      // The network may have changed meanwhile.
      if (this.#profile !== profile) path.change(this.#profile);
      this.#open.add(path);
      this.#reports.set(path, path.report());
      return path;
    });
    this.#paths.set(connectionId, opening);
    return opening;
  }

  #endPeriod(): void {
    const paths = [...this.#open].flatMap((path) => {
      const { down } = path.endPeriod();
      if (down.packets === 0) return [];
      const viewerPort = path.endpointFor('viewer').port;
      const lostPackets = down.lostPackets + down.queueDrops;
      return [{ viewerPort, sentBytes: down.bytes, sentPackets: down.packets, lostPackets }];
    });
    if (this.#timeLine.length >= MOST_PERIODS) this.#timeLine.shift();
    this.#timeLine.push({ monotonicMs: monotonicMs(), paths });
    for (const path of this.#open) {
      if (path.idleMs < MOST_IDLE_MS) continue;
      this.#reports.set(path, path.report());
      path.close();
      this.#open.delete(path);
    }
  }
}
