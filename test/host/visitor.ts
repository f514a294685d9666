import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { EMBEDDED_SIGNALLING_PATH } from '../../src/protocol/defaults.js';
import { hostPeerId, parseFragment, type RoomLink } from '../../src/protocol/link.js';
import { SignallingClient } from '../../src/protocol/signalling-client.js';
import type { ServerMessage } from '../../src/protocol/signalling-message.js';
import { openSignallingSocket } from '../../src/signalling/open-socket.js';
import { Inbox } from '../room/inbox.js';
import { TestViewer } from '../room/test-viewer.js';

/** A viewer who has nothing but a link. */
export interface Visitor {
  readonly link: RoomLink;
  readonly viewer: TestViewer;
  /** What the signalling server brought. */
  readonly signalled: Inbox<ServerMessage>;
}

/**
 * Follows a link as the page does: meets the host at the signalling server that the link names, else at the one beside
 * the page, and leaves that server as soon as the host's control channel is open.
 *
 * @param signallingUrl - another server than the link's.
 */
export function follow(link: string, signallingUrl?: string): Visitor {
  const url = new URL(link);
  const room = parseFragment(url.hash);
  if ('fault' in room) throw new Error(`${link} is no link: ${room.fault}`);
  const viewer = new TestViewer({ fingerprint: room.fingerprint });
  const signalled = new Inbox<ServerMessage>();
  const dst = hostPeerId(room.fingerprint);
  const connectionId = randomUUID();
  const client = new SignallingClient({
    url: signallingUrl ?? room.signallingUrl ?? `ws://${url.host}${EMBEDDED_SIGNALLING_PATH}`,
    id: `viewer-${randomUUID()}`,
    token: randomUUID(),
    openSocket: (address) => openSignallingSocket(address, () => {}),
    onOpen: () => {
      const common = { type: 'media', connectionId } as const;
      viewer.offer({
        sendOffer: (sdp) =>
          client.send({ type: 'OFFER', dst, payload: { ...common, sdp: { type: 'offer', sdp } } }),
        sendCandidate: (candidate) =>
          client.send({ type: 'CANDIDATE', dst, payload: { ...common, candidate } }),
      });
    },
    onMessage: (message) => {
      signalled.push(message);
      if (message.type === 'ANSWER') viewer.receiveAnswer(message.payload.sdp.sdp);
      if (message.type === 'CANDIDATE') viewer.receiveCandidate(message.payload.candidate);
    },
    onDown: () => {},
  });
  viewer.opened.then(() => client.close());
  onTestFinished(() => client.close());
  return { link: room, viewer, signalled };
}

/** Follows a link and comes in. */
export async function visit(link: string) {
  const { viewer, link: room } = follow(link);
  const welcome = await viewer.enter(room.token);
  return { viewer, welcome };
}
