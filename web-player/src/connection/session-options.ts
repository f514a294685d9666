import type { HostMessage, Welcome } from '../../../src/protocol/control-message.js';
import type { RoomLink } from '../../../src/protocol/link.js';
import type { SignallingDownReason } from '../../../src/protocol/signalling-client.js';
import type { PeerMessage, ServerMessage } from '../../../src/protocol/signalling-message.js';
import type { TraceRecord } from '../trace/trace-record.js';
import type { HostConnectionEvents, HostLine } from './host-connection.js';
import type { SeatMemory } from './seat-memory.js';
import type { Situation } from './situation.js';

/** The part of the signalling client that a session needs. */
export interface Signalling {
  send(message: PeerMessage): boolean;
  close(): void;
}

export interface SignallingEvents {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  onDown(reason: SignallingDownReason): void;
}

export interface SessionOptions {
  readonly link: RoomLink;
  readonly memory: SeatMemory;
  /** Registers at the signalling server under a new random id. */
  readonly openSignalling: (events: SignallingEvents) => Signalling;
  readonly connect: (events: HostConnectionEvents) => HostLine;
  readonly randomId: () => string;
  readonly onSituation: (situation: Situation) => void;
  /** The host let this viewer in; the line carries input from now on. */
  readonly onWelcome: (welcome: Welcome, line: HostLine) => void;
  /** The line to the host is no more; another is on its way unless the situation is final. */
  readonly onLineClosed: () => void;
  readonly onMessage: (message: HostMessage) => void;
  /** Hears what matters to measurements. */
  readonly onTrace?: (record: TraceRecord) => void;
}
