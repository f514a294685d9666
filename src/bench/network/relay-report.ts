import type { LinkCounters } from './link-counters.js';
import type { PathReport } from './viewer-path.js';

/** What all viewers' paths carried in one period. */
export interface RelayPeriod {
  /** When it ended, ms since the relay began. */
  readonly atMs: number;
  /** The network's name at its end. */
  readonly network: string;
  readonly down: LinkCounters;
  readonly up: LinkCounters;
}

export interface RelayReport {
  /** Viewer connections in the order of their offers, those that are gone included. */
  readonly paths: readonly PathReport[];
  readonly timeLine: readonly RelayPeriod[];
  /** How far from its time a packet was sent on, ms; absent before any was. */
  readonly releaseErrorMs?: { readonly p50: number; readonly p99: number };
  /** Processor time that the relay took so far, ms. */
  readonly cpuMs: number;
}
