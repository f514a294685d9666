import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Endpoint } from './candidate-rewriting.js';
import { Link } from './link.js';
import { count, type LinkCounters, NOTHING_YET, sum } from './link-counters.js';
import type { NetworkProfile } from './link-profile.js';
import type { ReleaseTimer } from './release-timer.js';
import { seededRandom } from './seeded-random.js';

export type Direction = 'down' | 'up';

/** What one viewer connection's path carried. */
export interface PathReport {
  /** The connection's id in its signalling messages. */
  readonly connectionId: string;
  /** The ports that host and viewer know of it. */
  readonly ports: { readonly host: number; readonly viewer: number };
  readonly down: LinkCounters;
  readonly up: LinkCounters;
  /** Packets from addresses other than the two that are talking. */
  readonly strayPackets: number;
}

/** The system's buffers of a socket, bytes: a burst of all viewers' frames has to fit in. */
const SOCKET_BUFFER_BYTES = 1 << 20;

/**
 * The path of one viewer connection: a pair of ports, of which host and viewer know one each. To the host it is the
 * viewer, to the viewer it is the host.
 */
export class ViewerPath {
  readonly connectionId: string;
  readonly #timer: ReleaseTimer;
  readonly #sockets: Record<'host' | 'viewer', Socket>;
  readonly #links: Record<Direction, Link>;
  readonly #earlier: Record<Direction, LinkCounters> = { down: NOTHING_YET, up: NOTHING_YET };
  /** Since the current period began. */
  readonly #period: Record<Direction, LinkCounters> = { down: NOTHING_YET, up: NOTHING_YET };
  /** Where the ends are: by their candidates at first, then by their first packet, which alone tells of a hidden address. */
  readonly #ends: Partial<Record<'host' | 'viewer', Endpoint & { readonly certain: boolean }>> = {};
  #strayPackets = 0;
  #lastPacketAt = performance.now();
  #isCut = false;
  #closed = false;

  /** Opens the ports at an address of this computer. */
  static async open(options: {
    readonly connectionId: string;
    readonly address: string;
    readonly profile: NetworkProfile;
    readonly seed: number;
    readonly timer: ReleaseTimer;
  }): Promise<ViewerPath> {
    const sockets = { host: createSocket('udp4'), viewer: createSocket('udp4') };
    try {
      await Promise.all([bind(sockets.host, options.address), bind(sockets.viewer, options.address)]);
    } catch (error) {
      for (const socket of Object.values(sockets)) socket.close();
      throw error;
    }
    return new ViewerPath(sockets, options);
  }

  private constructor(
    sockets: Record<'host' | 'viewer', Socket>,
    options: Parameters<typeof ViewerPath.open>[0],
  ) {
    this.connectionId = options.connectionId;
    this.#timer = options.timer;
    this.#sockets = sockets;
    const { profile, seed } = options;
    this.#links = {
      down: new Link(profile.down, seededRandom(seed, 0)),
      up: new Link(profile.up, seededRandom(seed, 1)),
    };
    sockets.host.on('message', (packet, from) => this.#receive('host', packet, from));
    sockets.viewer.on('message', (packet, from) => this.#receive('viewer', packet, from));
    // An end that is gone answers with ICMP, which is no reason to stop.
    for (const socket of Object.values(sockets)) socket.on('error', () => {});
  }

  /** The relay's own address as one end is to know it. */
  endpointFor(end: 'host' | 'viewer'): Endpoint {
    const { address, port } = this.#sockets[end].address();
    return { address, port };
  }

  /** An end can be reached there, by one of its candidates. */
  learn(end: 'host' | 'viewer', endpoint: Endpoint): void {
    this.#ends[end] ??= { ...endpoint, certain: false };
  }

  /**
   * Lets nothing through any more, what is on its way included, as where an end has another address from now on: the ports
   * stay open, so that neither end is told.
   */
  cut(): void {
    this.#isCut = true;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  change(profile: NetworkProfile): void {
    this.#links.down.change(profile.down);
    this.#links.up.change(profile.up);
  }

  /** Milliseconds since the last packet came. */
  get idleMs(): number {
    return performance.now() - this.#lastPacketAt;
  }

  report(): PathReport {
    return {
      connectionId: this.connectionId,
      ports: { host: this.endpointFor('host').port, viewer: this.endpointFor('viewer').port },
      down: sum([this.#earlier.down, this.#period.down]),
      up: sum([this.#earlier.up, this.#period.up]),
      strayPackets: this.#strayPackets,
    };
  }

  /** What was counted since the last call. */
  endPeriod(): Record<Direction, LinkCounters> {
    const period = { ...this.#period };
    for (const direction of ['down', 'up'] as const) {
      this.#earlier[direction] = sum([this.#earlier[direction], period[direction]]);
      this.#period[direction] = NOTHING_YET;
    }
    return period;
  }

  /** Closes the ports; what is on its way is lost. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of Object.values(this.#sockets)) socket.close();
  }

  #receive(from: 'host' | 'viewer', packet: Buffer, sender: Endpoint): void {
    const now = performance.now();
    this.#lastPacketAt = now;
    const known = this.#ends[from];
    if (!known?.certain) {
      this.#ends[from] = { address: sender.address, port: sender.port, certain: true };
    } else if (known.port !== sender.port || known.address !== sender.address) {
      this.#strayPackets++;
      return;
    }
    const direction = from === 'host' ? 'down' : 'up';
    if (this.#isCut) {
      const lost = { kind: 'lost', queuedMs: 0 } as const;
      this.#period[direction] = count(this.#period[direction], lost, packet.length);
      return;
    }
    const fate = this.#links[direction].take(now, packet.length);
    this.#period[direction] = count(this.#period[direction], fate, packet.length);
    if (fate.kind !== 'delivered') return;
    const to = from === 'host' ? 'viewer' : 'host';
    this.#timer.at(fate.at, () => this.#send(to, packet));
  }

  #send(to: 'host' | 'viewer', packet: Buffer): void {
    const end = this.#ends[to];
    if (this.#closed || this.#isCut || !end) return;
    // A packet that can't be delivered is lost, as on any network.
    this.#sockets[to].send(packet, end.port, end.address, () => {});
  }
}

async function bind(socket: Socket, address: string): Promise<void> {
  socket.bind(0, address);
  await once(socket, 'listening');
  try {
    socket.setRecvBufferSize(SOCKET_BUFFER_BYTES);
    socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
  } catch {
    // Smaller buffers do as well, with fewer viewers.
  }
}
