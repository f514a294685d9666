import type { PathReport } from './viewer-path.js';

/** What a viewer's end of its connection says was sent and received; what an end can't tell is left out. */
export interface EndCounters {
  readonly packetsSent?: number | undefined;
  readonly packetsReceived?: number | undefined;
  readonly bytesSent?: number | undefined;
  readonly bytesReceived?: number | undefined;
  /** Port of the host as the viewer knows it. */
  readonly remotePort?: number | undefined;
}

/** Ends don't all count checks of connectivity and handshakes, and they are asked a moment before or after the relay. */
const TOLERATED_SHARE = 0.1;
const TOLERATED_PACKETS = 100;
const TOLERATED_BYTES = 100_000;

/**
 * Checks that a viewer's packets crossed the relay: what the viewer's end says it received is what the relay delivered,
 * and what it says it sent is what came to the relay. A benchmark whose packets took another way measured another network.
 *
 * @returns what speaks against it, in words; nothing where all did.
 */
export function checkCrossing(path: PathReport | undefined, end: EndCounters): string[] {
  if (!path) return ['The viewer’s connection is unknown to the relay.'];
  const faults: string[] = [];
  if (end.remotePort !== undefined && end.remotePort !== path.ports.viewer) {
    faults.push(
      `The viewer talks to port ${end.remotePort}, and the relay’s is ${path.ports.viewer}: its packets went another way.`,
    );
  }
  if (path.down.deliveredPackets === 0) faults.push('No packet of the host crossed the relay.');
  if (path.up.packets === 0) faults.push('No packet of the viewer crossed the relay.');
  const compare = (what: string, said: number | undefined, counted: number, tolerated: number) => {
    if (said === undefined) return;
    const difference = Math.abs(said - counted);
    if (difference <= Math.max(tolerated, TOLERATED_SHARE * Math.max(said, counted))) return;
    faults.push(`The viewer ${what.replace('N', String(said))}, and ${counted} crossed the relay.`);
  };
  compare('received N packets', end.packetsReceived, path.down.deliveredPackets, TOLERATED_PACKETS);
  compare('sent N packets', end.packetsSent, path.up.packets, TOLERATED_PACKETS);
  compare('received N bytes', end.bytesReceived, path.down.deliveredBytes, TOLERATED_BYTES);
  compare('sent N bytes', end.bytesSent, path.up.bytes, TOLERATED_BYTES);
  return faults;
}
