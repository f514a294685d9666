import { decodeBase64Url, encodeBase64Url } from './base64url.js';
import { encodeHex } from './hex.js';
import { PROTOCOL_VERSION } from './version.js';

/**
 * What stands in a link behind `#`, where no web server sees it:
 * `<version>.<host certificate SHA-256>.<token>[.<signalling>]`.
 */
export interface RoomLink {
  /** SHA-256 of the host's DTLS certificate, 32 bytes: the only certificate that the page talks to. */
  readonly fingerprint: Uint8Array;
  /** What lets its holder in, 16 bytes; one for playing, another for watching. */
  readonly token: Uint8Array;
  /** Where host and page meet, if not at the signalling server that the page has built in. */
  readonly signallingUrl?: string;
}

export const FINGERPRINT_BYTES = 32;
export const TOKEN_BYTES = 16;
const MAX_FRAGMENT_LENGTH = 1024;

/** Why a fragment is no link: the page words it, the host's tests name it. */
export type LinkFault =
  | { readonly fault: 'empty' }
  | { readonly fault: 'version'; readonly version: number }
  | { readonly fault: 'malformed' };

/** Writes a link's fragment, without the `#`. */
export function formatFragment(link: RoomLink): string {
  const parts = [String(PROTOCOL_VERSION), encodeBase64Url(link.fingerprint), encodeBase64Url(link.token)];
  if (link.signallingUrl !== undefined) {
    parts.push(encodeBase64Url(new TextEncoder().encode(link.signallingUrl)));
  }
  return parts.join('.');
}

/** Reads a link's fragment, with or without the `#`; anything not exactly as `formatFragment` writes is a fault. */
export function parseFragment(fragment: string): RoomLink | LinkFault {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text === '') return { fault: 'empty' };
  if (text.length > MAX_FRAGMENT_LENGTH) return { fault: 'malformed' };
  const [version = '', fingerprintText = '', tokenText = '', signallingText, ...rest] = text.split('.');
  if (!/^[1-9][0-9]{0,3}$/.test(version)) return { fault: 'malformed' };
  // The version comes first and alone decides: what follows it may mean anything in another one.
  if (Number(version) !== PROTOCOL_VERSION) return { fault: 'version', version: Number(version) };
  const fingerprint = decodeBase64Url(fingerprintText);
  const token = decodeBase64Url(tokenText);
  if (fingerprint?.length !== FINGERPRINT_BYTES || token?.length !== TOKEN_BYTES || rest.length > 0) {
    return { fault: 'malformed' };
  }
  if (signallingText === undefined) return { fingerprint, token };
  const signallingUrl = decodeSignallingUrl(signallingText);
  return signallingUrl === undefined ? { fault: 'malformed' } : { fingerprint, token, signallingUrl };
}

/** The PeerJS id under which the host of a link waits: derived from its certificate, so the link needs no other name. */
export function hostPeerId(fingerprint: Uint8Array): string {
  // Hex, because PeerJS allows `-` and `_` in an id only one at a time and never at its ends.
  return `cloudgame-${encodeHex(fingerprint).slice(0, 40)}`;
}

function decodeSignallingUrl(text: string): string | undefined {
  const bytes = decodeBase64Url(text);
  if (bytes === undefined) return undefined;
  const url = decodeUtf8(bytes);
  if (url === undefined || !URL.canParse(url)) return undefined;
  return ['ws:', 'wss:'].includes(new URL(url).protocol) ? url : undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
