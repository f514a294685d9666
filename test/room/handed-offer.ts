import type { Room } from '../../src/room/room.js';
import type { ConnectionSettings, ViewerOffer } from '../../src/room/viewer-connection.js';
import type { TestViewer } from './test-viewer.js';

export interface HandOverOptions {
  /** What becomes of the offer on its way. */
  readonly changeOffer?: (sdp: string) => string;
  /** What becomes of the answer on its way. */
  readonly changeAnswer?: (sdp: string) => string;
}

/** An offer on its way from hand to hand, without a signalling server. */
export interface HandedOffer {
  /** Resolves when the room says that the offer is settled. */
  readonly settled: Promise<void>;
  /** Says to the room that nobody waits for an answer any more, and why. */
  giveUp(reason?: string): void;
}

/** Hands a viewer's offer to a room, and the answer back. */
export function handOver(
  viewer: TestViewer,
  room: Room,
  connection: ConnectionSettings,
  { changeOffer = same, changeAnswer = same }: HandOverOptions = {},
): HandedOffer {
  const controller = new AbortController();
  const early: string[] = [];
  let receiver: ((candidate: string) => void) | undefined;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const offer: Omit<ViewerOffer, 'sdp'> = {
    signal: controller.signal,
    answer: (sdp) => {
      viewer.receiveAnswer(changeAnswer(sdp));
      return true;
    },
    sendCandidate: ({ candidate, sdpMid }) => {
      viewer.receiveCandidate({ candidate, sdpMid });
      return true;
    },
    receiveCandidates: (receive) => {
      receiver = (candidate) => receive({ candidate, sdpMid: '0' });
      early.splice(0).forEach(receiver);
    },
    settle,
  };
  viewer.offer({
    sendOffer: (sdp) => room.receiveOffer({ ...offer, sdp: changeOffer(sdp) }, connection),
    sendCandidate: ({ candidate }) => {
      if (receiver) receiver(candidate);
      else early.push(candidate);
    },
  });
  return { settled, giveUp: (reason) => controller.abort(reason) };
}

function same(sdp: string): string {
  return sdp;
}
