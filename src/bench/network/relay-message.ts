import type { NetworkProfile } from './link-profile.js';
import type { RelayOptions } from './relay.js';
import type { RelayReport } from './relay-report.js';

/** What a benchmark says to its relay's process. */
export type RelayRequest =
  | { readonly kind: 'open'; readonly options: RelayOptions }
  | { readonly kind: 'change'; readonly profile: NetworkProfile }
  /** The time line of a network that has one begins now. */
  | { readonly kind: 'begin-time-line' }
  /** Cuts all paths, or the one of which the viewer knows this port as the host's. */
  | { readonly kind: 'cut'; readonly viewerPort?: number | undefined }
  | { readonly kind: 'report' };

/** What the process answers, to each request in its order; a failure ends it. */
export type RelayAnswer =
  | { readonly kind: 'opened'; readonly signallingUrl: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'begun' }
  | { readonly kind: 'cut'; readonly paths: number }
  | { readonly kind: 'report'; readonly report: RelayReport }
  | { readonly kind: 'failed'; readonly message: string };
