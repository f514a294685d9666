import type { PathReport } from './viewer-path.js';

/** What went from the host to one viewer in a period. */
export interface PathPeriod {
  /** Of the host, as the viewer knows it. */
  readonly viewerPort: number;
  /** Without IP and UDP headers. */
  readonly sentBytes: number;
  readonly sentPackets: number;
  /** Lost on purpose, or for want of room in the queue. */
  readonly lostPackets: number;
}

/** What viewers' paths carried in one period. */
export interface RelayPeriod {
  /** When it ended, on the machine's monotonic clock. */
  readonly monotonicMs: number;
  /** Of those over which anything came. */
  readonly paths: readonly PathPeriod[];
}

/** The path is another from now on. */
export interface EnteredPhase {
  readonly name: string;
  /** Whether viewers' paths were cut. */
  readonly cut: boolean;
  /** On the machine's monotonic clock. */
  readonly monotonicMs: number;
}

export interface RelayReport {
  /** Viewer connections in the order of their offers, those that are gone included. */
  readonly paths: readonly PathReport[];
  readonly timeLine: readonly RelayPeriod[];
  /** Phases of a path that changes, as they began. */
  readonly phases: readonly EnteredPhase[];
  /** How far from its time a packet was sent on, ms; absent before any was. */
  readonly releaseErrorMs?: { readonly p50: number; readonly p99: number };
  /** Processor time that the relay took so far, ms. */
  readonly cpuMs: number;
}
