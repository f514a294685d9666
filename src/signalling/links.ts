import { formatFragment } from '../protocol/link.js';
import { checkSecureSignalling, parsePlayerUrl } from './player-url.js';
import type { RoomKeys } from './room-keys.js';
import { isPublicDefault } from './signalling-setting.js';
import { PAGE_PATH } from './web-server.js';

/** The addresses of one room, for one kind of token. */
export interface LinkSet {
  /** For the browser of this computer: a secure context, where everything works. */
  readonly own: string;
  /** For the browsers in the same network. */
  readonly local: string;
  /** For everyone; there where a player page and a signalling server out there are configured. */
  readonly public?: string;
}

export interface RoomLinks extends LinkSet {
  /** The same for those who may only watch. */
  readonly watch: LinkSet;
}

export interface LinkOptions {
  readonly keys: Pick<RoomKeys, 'fingerprint' | 'playToken' | 'watchToken'>;
  /** Origins of the host's own web server. */
  readonly ownOrigin: string;
  readonly localOrigin: string;
  /** Where the player page is published. */
  readonly playerUrl?: string | undefined;
  /** The PeerJS server where the host meets players out there. */
  readonly signallingUrl?: string | undefined;
}

/**
 * Composes the links of a room.
 *
 * @throws CloudgameError (usage) where player page and signalling server don't go together.
 */
export function composeLinks(options: LinkOptions): RoomLinks {
  const { playToken, watchToken } = options.keys;
  return { ...linkSet(options, playToken), watch: linkSet(options, watchToken) };
}

function linkSet(options: LinkOptions, token: Uint8Array): LinkSet {
  const { keys, ownOrigin, localOrigin, playerUrl, signallingUrl } = options;
  const room = { fingerprint: keys.fingerprint, token };
  const fragment = formatFragment(room);
  const links = {
    own: `${ownOrigin}${PAGE_PATH}#${fragment}`,
    local: `${localOrigin}${PAGE_PATH}#${fragment}`,
  };
  if (playerUrl === undefined || signallingUrl === undefined) return links;
  checkSecureSignalling(playerUrl, signallingUrl);
  const publicFragment = isPublicDefault(signallingUrl)
    ? fragment
    : formatFragment({ ...room, signallingUrl });
  return { ...links, public: `${parsePlayerUrl(playerUrl)}#${publicFragment}` };
}
