import type { RefusalCode } from '../../../src/protocol/control-message.js';

/**
 * What the player has to know about the connection. `state` is what the page shows the world as
 * `<html data-state>`; the words for each are in view/status-words.ts.
 */
export type Situation =
  | { readonly state: 'connecting'; readonly step: 'signalling' | 'host' | 'picture' }
  | { readonly state: 'live'; readonly seat: number }
  | { readonly state: 'watching'; readonly mayPlay: boolean }
  | { readonly state: 'paused'; readonly reason?: string | undefined }
  | { readonly state: 'recovering'; readonly reason?: string | undefined }
  | { readonly state: 'reconnecting'; readonly trouble?: Trouble }
  | { readonly state: Trouble }
  | { readonly state: 'room-not-found' }
  | { readonly state: 'host-gone'; readonly reason?: string }
  | { readonly state: 'refused'; readonly code: RefusalCode; readonly message: string }
  | { readonly state: 'impostor' }
  | { readonly state: 'wrong-version'; readonly version: number }
  | { readonly state: 'link-malformed' }
  | { readonly state: 'link-empty' }
  | { readonly state: 'insecure-signalling' }
  | { readonly state: 'page-misconfigured' }
  | { readonly state: 'webrtc-missing' };

/** What can fail on the way to the host and may pass by itself. */
export type Trouble = 'signalling-unreachable' | 'signalling-refused' | 'no-answer' | 'no-path';

/** Whether nothing changes until the player does something: the page doesn't try again by itself. */
export function isFinal(situation: Situation): boolean {
  return FINAL_STATES.has(situation.state);
}

const FINAL_STATES: ReadonlySet<Situation['state']> = new Set([
  'refused',
  'impostor',
  'wrong-version',
  'link-malformed',
  'link-empty',
  'insecure-signalling',
  'page-misconfigured',
  'webrtc-missing',
]);
