import { CloudgameError } from '../errors.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';

/** The page's folder in what `player export` writes. */
export const PAGE_FOLDER = `v${PROTOCOL_VERSION}`;

/**
 * Reads the address of a published player page: the folder that `player export` was put into. The page of each
 * version lies in a folder of its own there, so that old links go on working when a newer page is published beside.
 *
 * @returns the address of this version's page, with `/` at its end.
 * @throws CloudgameError (usage) where it is no http: or https: URL.
 */
export function parsePlayerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw usage(`"${text}" is not the address of a player page.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw usage(
      'The address of the player page becomes a part of the link, and may hold no user or password.',
    );
  }
  const folder = url.pathname.replace(/\/(index\.html)?$/, '');
  const page = folder.endsWith(`/${PAGE_FOLDER}`) ? folder : `${folder}/${PAGE_FOLDER}`;
  return `${url.origin}${page}/`;
}

/**
 * Refuses a page and a signalling server that browsers keep apart: from https they reach `wss:` only
 * (Mixed Content, section 4), and say nothing of it.
 */
export function checkSecureSignalling(playerUrl: string, signallingUrl: string): void {
  if (new URL(playerUrl).protocol !== 'https:' || new URL(signallingUrl).protocol === 'wss:') return;
  throw new CloudgameError(
    'usage',
    `A page over https (${playerUrl}) may not talk to a signalling server without encryption (${signallingUrl}): browsers refuse it.`,
    'Use a wss: signalling server, or a player page over http.',
  );
}

function usage(message: string): CloudgameError {
  return new CloudgameError(
    'usage',
    message,
    'Give --player-url the address where `cloudgame player export` was published, such as https://example.org/play/.',
  );
}
