import { type LinkFault, parseFragment, type RoomLink } from '../../../src/protocol/link.js';
import { chooseSignalling, type SignallingFault } from './signalling-choice.js';
import type { Situation } from './situation.js';

/** Where a link leads, or what the player has to know because it leads nowhere. */
export type Entry =
  | { readonly link: RoomLink; readonly signallingUrl: string }
  | { readonly situation: Situation };

/**
 * Reads the link by which the page was opened.
 *
 * @param page - `signalling` is what the page has built in, `hasWebRtc` what its browser can, `location` where it comes from.
 */
export function readEntry(
  fragment: string,
  page: {
    readonly signalling: string;
    readonly hasWebRtc: boolean;
    readonly location: { readonly protocol: string; readonly host: string };
  },
): Entry {
  const link = parseFragment(fragment);
  if ('fault' in link) return { situation: linkFault(link) };
  if (!page.hasWebRtc) return { situation: { state: 'webrtc-missing' } };
  const signalling = chooseSignalling(link.signallingUrl, page.signalling, page.location);
  if ('fault' in signalling) return { situation: signallingFault(signalling.fault) };
  return { link, signallingUrl: signalling.url };
}

function linkFault(fault: LinkFault): Situation {
  switch (fault.fault) {
    case 'empty':
      return { state: 'link-empty' };
    case 'version':
      return { state: 'wrong-version', version: fault.version };
    case 'malformed':
      return { state: 'link-malformed' };
  }
}

function signallingFault(fault: SignallingFault): Situation {
  return { state: fault === 'insecure' ? 'insecure-signalling' : 'page-misconfigured' };
}
