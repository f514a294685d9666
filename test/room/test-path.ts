import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** After so many milliseconds a first DTLS message is delivered once more. */
const REPETITION_MS = [10, 40, 160];

/** The real ones, where a test has others. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/**
 * The network between a host and a test viewer: a relay on the loopback that tests can look into and disturb. To the
 * host it is the viewer, and to the viewer it is the host.
 */
export class TestPath {
  /** Resolves when the ports are open. */
  readonly ready: Promise<unknown>;
  /** Decides for each packet of the host whether it arrives; all do where it isn't set. */
  passToViewer: (packet: Buffer) => boolean = () => true;
  readonly #towardsHost = createSocket('udp4');
  readonly #towardsViewer = createSocket('udp4');
  readonly #timers = new Set<NodeJS.Timeout>();
  #host: Pick<RemoteInfo, 'address' | 'port'> | undefined;
  #viewerPort: number | undefined;
  #closed = false;

  constructor() {
    this.#towardsHost.on('message', (packet, from) => {
      this.#host = from;
      this.#deliverToViewer(packet);
      if (isClientHello(packet)) this.#repeat(packet);
    });
    this.#towardsViewer.on('message', (packet) => {
      if (this.#host) send(this.#towardsHost, packet, this.#host);
    });
    this.ready = Promise.all([bind(this.#towardsHost), bind(this.#towardsViewer)]);
  }

  /** Makes of the viewer's candidate the one that the host is to see. */
  async candidateForHost(viewerCandidate: string): Promise<string> {
    await this.ready;
    this.#viewerPort = Number(viewerCandidate.split(' ')[5]);
    return candidateAt(this.#closed ? 9 : this.#towardsHost.address().port);
  }

  /** The only candidate of the host that the viewer is to see. */
  async candidateForViewer(): Promise<string> {
    await this.ready;
    return candidateAt(this.#closed ? 9 : this.#towardsViewer.address().port);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) stopTimer(timer);
    this.#towardsHost.close();
    this.#towardsViewer.close();
  }

  #deliverToViewer(packet: Buffer): void {
    if (this.#closed || this.#viewerPort === undefined || !this.passToViewer(packet)) return;
    send(this.#towardsViewer, packet, { address: '127.0.0.1', port: this.#viewerPort });
  }

  /**
   * The host begins with DTLS as soon as it has found its way, and that may be a moment before the viewer is ready,
   * which (unlike browsers) would lose the message then: the host's own repetition comes a whole second later.
   */
  #repeat(packet: Buffer): void {
    for (const delay of REPETITION_MS) {
      const timer = startTimer(() => {
        this.#timers.delete(timer);
        this.#deliverToViewer(packet);
      }, delay);
      this.#timers.add(timer);
    }
  }
}

async function bind(socket: Socket): Promise<void> {
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
}

function send(socket: Socket, packet: Buffer, to: Pick<RemoteInfo, 'address' | 'port'>): void {
  // A packet that can't be delivered is lost, as on any network.
  socket.send(packet, to.port, to.address, () => {});
}

function candidateAt(port: number): string {
  return `candidate:1 1 UDP 2114977791 127.0.0.1 ${port} typ host`;
}

/** A DTLS record of type handshake (22) that holds a ClientHello (1), RFC 6347 section 4.3.2. */
function isClientHello(packet: Buffer): boolean {
  return packet.length > 13 && packet.readUInt8(0) === 22 && packet.readUInt8(13) === 1;
}
