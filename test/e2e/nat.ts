import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Endpoint } from '../../src/bench/network/candidate-rewriting.js';
import { linkThrough } from '../../src/bench/network/network-relay.js';
import { SignallingProxy } from '../../src/bench/network/signalling-proxy.js';
import type { RewrittenPath } from '../../src/bench/network/signalling-rewriter.js';
import type { EventOf } from '../host-process.js';

const ADDRESS = '127.0.0.1';

/** A router between pages and a host, which can bind them to other ports. */
export class Nat {
  readonly #proxy: SignallingProxy;
  readonly #flows: Map<string, Promise<Flow>>;
  readonly #host: EventOf<'ready'>;

  static async between(host: EventOf<'ready'>): Promise<Nat> {
    const flows = new Map<string, Promise<Flow>>();
    const proxy = await SignallingProxy.open({
      target: `ws://127.0.0.1:${host.port}/signal`,
      async pathOf(connectionId, mayOpen) {
        if (mayOpen && !flows.has(connectionId)) flows.set(connectionId, Flow.open());
        return flows.get(connectionId);
      },
    });
    const nat = new Nat(proxy, flows, host);
    onTestFinished(() => nat.#close());
    return nat;
  }

  private constructor(proxy: SignallingProxy, flows: Map<string, Promise<Flow>>, host: EventOf<'ready'>) {
    this.#proxy = proxy;
    this.#flows = flows;
    this.#host = host;
  }

  /** The host's link, through the router. */
  get link(): string {
    return linkThrough(this.#host.links.own, this.#proxy.url);
  }

  /** What connections of now send gets to the host from another port, and what goes to the old one is dropped. */
  async rebind(): Promise<void> {
    for (const flow of await Promise.all(this.#flows.values())) await flow.rebind();
  }

  async #close(): Promise<void> {
    this.#proxy.close();
    for (const flow of await Promise.all(this.#flows.values())) flow.close();
  }
}

/** One connection: to each end it is the other one. */
class Flow implements RewrittenPath {
  readonly #inside: Socket;
  #outside: Socket;
  #page: Endpoint | undefined;
  #host: Endpoint | undefined;

  static async open(): Promise<Flow> {
    return new Flow(await boundSocket(), await boundSocket());
  }

  private constructor(inside: Socket, outside: Socket) {
    this.#inside = inside;
    this.#outside = outside;
    this.#inside.on('message', (packet, from) => {
      this.#page = from;
      this.#pass(packet, this.#outside, this.#host);
    });
    this.#listenOutside();
  }

  endpointFor(end: 'host' | 'viewer'): Endpoint {
    return (end === 'host' ? this.#outside : this.#inside).address();
  }

  learn(end: 'host' | 'viewer', endpoint: Endpoint): void {
    if (end === 'host') this.#host ??= endpoint;
  }

  async rebind(): Promise<void> {
    const before = this.#outside;
    this.#outside = await boundSocket();
    this.#listenOutside();
    before.close();
  }

  close(): void {
    this.#inside.close();
    this.#outside.close();
  }

  #listenOutside(): void {
    this.#outside.on('message', (packet, from) => {
      this.#host = from;
      this.#pass(packet, this.#inside, this.#page);
    });
  }

  #pass(packet: Buffer, by: Socket, to: Endpoint | undefined): void {
    // What can't be delivered is lost, as on any network.
    if (to) by.send(packet, to.port, to.address, () => {});
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.bind(0, ADDRESS);
  await once(socket, 'listening');
  return socket;
}
