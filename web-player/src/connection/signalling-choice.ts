import { EMBEDDED_SIGNALLING_PATH } from '../../../src/protocol/defaults.js';

/** What the page's meta tag says when a host itself serves the page: the signalling server is beside it. */
export const SAME_ORIGIN = 'same-origin';

/** Why the page can't use the signalling server that it was given. */
export type SignallingFault = 'insecure' | 'misconfigured';

export type SignallingChoice = { readonly url: string } | { readonly fault: SignallingFault };

/**
 * Chooses where to meet the host: where the link says, else where the page says.
 *
 * @param linkUrl - `ws:` or `wss:` URL out of the link.
 * @param pageSetting - what the page has built in: a URL or `same-origin`.
 * @param page - where the page itself comes from.
 */
export function chooseSignalling(
  linkUrl: string | undefined,
  pageSetting: string,
  page: { readonly protocol: string; readonly host: string },
): SignallingChoice {
  const url = linkUrl ?? (pageSetting === SAME_ORIGIN ? besidePage(page) : pageSetting);
  if (!URL.canParse(url)) return { fault: 'misconfigured' };
  const { protocol } = new URL(url);
  if (protocol !== 'ws:' && protocol !== 'wss:') return { fault: 'misconfigured' };
  // Browsers block such a connection as mixed content, without a word to the user (W3C Mixed Content, section 4).
  if (page.protocol === 'https:' && protocol === 'ws:') return { fault: 'insecure' };
  return { url };
}

/** Reads the page's list of STUN servers, separated by spaces; an empty list means none. */
export function readIceServers(pageSetting: string): { readonly urls: string }[] {
  return pageSetting
    .split(/\s+/)
    .filter((url) => /^stuns?:./.test(url))
    .map((urls) => ({ urls }));
}

function besidePage(page: { readonly protocol: string; readonly host: string }): string {
  if (page.host === '') return '';
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}${EMBEDDED_SIGNALLING_PATH}`;
}
