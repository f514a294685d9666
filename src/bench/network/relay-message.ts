import type { NetworkProfile } from './link-profile.js';
import type { RelayOptions } from './relay.js';
import type { RelayReport } from './relay-report.js';

/** What a benchmark says to its relay's process. */
export type RelayRequest =
  | { readonly kind: 'open'; readonly options: RelayOptions }
  | { readonly kind: 'change'; readonly profile: NetworkProfile }
  | { readonly kind: 'report' };

/** What the process answers, to each request in its order; a failure ends it. */
export type RelayAnswer =
  | { readonly kind: 'opened'; readonly signallingUrl: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'report'; readonly report: RelayReport }
  | { readonly kind: 'failed'; readonly message: string };
