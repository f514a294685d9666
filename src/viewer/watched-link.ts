import { CloudgameError } from '../errors.js';
import {
  DEFAULT_ICE_SERVERS,
  EMBEDDED_SIGNALLING_PATH,
  PUBLIC_SIGNALLING_URL,
} from '../protocol/defaults.js';
import { parseFragment, type RoomLink } from '../protocol/link.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';

/** Where a link leads. */
export interface WatchedLink {
  readonly room: RoomLink;
  /** The PeerJS server at which the host waits. */
  readonly signallingUrl: string;
  readonly iceServers: readonly string[];
}

const LONGEST_LINK = 4096;
const WHOLE = 'Give the whole link as the host printed it, in quotes: it has a # and a long text behind it.';

/**
 * Reads a link as the page does. Where it names no signalling server, a page over plain http is the host's own, with the
 * server beside it; one over https is a published page, which has the public server built in.
 *
 * @throws CloudgameError (usage) where it is no link, or one of another version.
 */
export function readWatchedLink(link: string): WatchedLink {
  const url = link.length <= LONGEST_LINK && URL.canParse(link) ? new URL(link) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new CloudgameError('usage', 'This is no link of a host: it is no http or https URL.', WHOLE);
  }
  const room = parseFragment(url.hash);
  if ('fault' in room) throw faultOf(room);
  const beside = `${url.protocol === 'https:' ? 'wss:' : 'ws:'}//${url.host}${EMBEDDED_SIGNALLING_PATH}`;
  const isPublished = url.protocol === 'https:';
  return {
    room,
    signallingUrl: room.signallingUrl ?? (isPublished ? PUBLIC_SIGNALLING_URL : beside),
    // The host's own page needs none in its network, and asks none.
    iceServers: isPublished ? DEFAULT_ICE_SERVERS : [],
  };
}

function faultOf(fault: Extract<ReturnType<typeof parseFragment>, { fault: string }>): CloudgameError {
  switch (fault.fault) {
    case 'empty':
      return new CloudgameError('usage', 'This link has nothing behind its #.', WHOLE);
    case 'malformed':
      return new CloudgameError(
        'usage',
        'This link is damaged: what stands behind its # is not whole.',
        WHOLE,
      );
    case 'version':
      return new CloudgameError(
        'usage',
        `This link is for version ${fault.version} of cloudgame, and this is version ${PROTOCOL_VERSION}.`,
        'Watch with the version of cloudgame that the host has.',
      );
  }
}
