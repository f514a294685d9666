import { CloudgameError } from '../errors.js';
import { DEFAULT_SIGNALLING_KEY, PUBLIC_SIGNALLING_URL } from '../protocol/defaults.js';

/** Where the host meets players out there: nowhere but at its own server, or at a PeerJS server. */
export type SignallingSetting =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'server'; readonly url: string };

const HINT =
  'Use `--signal embedded` for the local network alone, or `--signal wss://host:port/path?key=…` for a PeerJS server.';

/**
 * Reads `embedded`, or the `wss:` or `ws:` URL of a PeerJS server.
 *
 * @throws CloudgameError (usage) for anything else.
 */
export function parseSignallingSetting(text: string): SignallingSetting {
  if (text === 'embedded') return { kind: 'embedded' };
  return { kind: 'server', url: normaliseSignallingUrl(text) };
}

/** Checks the URL of a PeerJS server and writes it in one way: the key is all that may be in its query. */
export function normaliseSignallingUrl(text: string): string {
  if (!URL.canParse(text)) throw usage(`"${text}" is not the URL of a signalling server.`);
  const url = new URL(text);
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
    throw usage(`A signalling server is at a wss: or ws: URL, and "${text}" is a ${url.protocol} one.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw usage(
      'The URL of a signalling server becomes a part of the link, and may hold no user or password.',
    );
  }
  if (url.hash !== '')
    throw usage(`The URL of a signalling server has no part behind #, and "${text}" has one.`);
  const extra = [...url.searchParams.keys()].find((name) => name !== 'key');
  if (extra !== undefined) {
    throw usage(`The URL of a signalling server takes "key" in its query, and nothing like "${extra}".`);
  }
  const key = url.searchParams.get('key') || DEFAULT_SIGNALLING_KEY;
  const path = url.pathname.replace(/\/*$/, '/');
  return `${url.protocol}//${url.host}${path}?${new URLSearchParams({ key })}`;
}

/** Whether it is the server that pages have built in, so that links needn't name it. */
export function isPublicDefault(url: string): boolean {
  return normaliseSignallingUrl(url) === normaliseSignallingUrl(PUBLIC_SIGNALLING_URL);
}

function usage(message: string): CloudgameError {
  return new CloudgameError('usage', message, HINT);
}
