import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { VideoCodec } from '../protocol/control-message.js';
import type { IceCandidate } from '../protocol/signalling-message.js';
import { readViewerOffer } from '../room/session-description.js';
import { ViewerConnection, type ViewerOffer } from '../room/viewer-connection.js';
import { makeRoomKeys } from '../signalling/room-keys.js';
import type { PinnedTo } from './processor-pinning.js';

type ReceiverMessage =
  | { readonly type: 'offer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: string; readonly mid: string };

/** A real WebRTC connection over the loopback network to a receiver in another process. */
export class LoopbackViewer {
  readonly connection: ViewerConnection;
  readonly #child: ChildProcess;

  /**
   * Connects; resolves when media can be sent.
   *
   * @param pinnedTo - the processor that the viewer runs on, where it shall not share the host's.
   */
  static async open(codec: VideoCodec, pinnedTo?: PinnedTo): Promise<LoopbackViewer> {
    const child = fork(fileURLToPath(new URL('./receiver.js', import.meta.url)), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    if (pinnedTo) {
      const { taskset, processor } = pinnedTo;
      execFileSync(taskset, ['-a', '-c', '-p', String(processor), String(child.pid)]);
    }
    const candidates: IceCandidate[] = [];
    let receive = (candidate: IceCandidate): void => void candidates.push(candidate);
    const offered = new Promise<string>((resolve) => {
      child.on('message', (message: ReceiverMessage) => {
        if (message.type === 'offer') resolve(message.sdp);
        if (message.type === 'candidate') receive({ candidate: message.candidate, sdpMid: message.mid });
      });
    });
    const sdp = await offered;
    const offer: ViewerOffer = {
      sdp,
      signal: new AbortController().signal,
      answer: (answer) => child.send({ type: 'answer', sdp: answer }),
      sendCandidate: ({ candidate, sdpMid }) => child.send({ type: 'candidate', candidate, mid: sdpMid }),
      receiveCandidates: (receiver) => {
        receive = receiver;
        for (const candidate of candidates) receiver(candidate);
      },
      settle: () => {},
    };
    const description = readViewerOffer(sdp);
    if (!description) throw new Error('the receiver made no offer that a host can read');
    const { certificatePem, privateKeyPem } = makeRoomKeys();
    const settings = { certificatePem, privateKeyPem, iceServers: [] };
    const connection = await new Promise<ViewerConnection>((resolve, reject) => {
      let awaited = 2;
      const arrive = () => {
        if (--awaited === 0) resolve(opening);
      };
      const opening: ViewerConnection = new ViewerConnection(offer, description, [codec], settings, {
        onControlMessage: arrive,
        onFrames: arrive,
        onInput: () => {},
        onGone: (reason) => reject(new Error(reason)),
      });
    });
    return new LoopbackViewer(child, connection);
  }

  private constructor(child: ChildProcess, connection: ViewerConnection) {
    this.#child = child;
    this.connection = connection;
  }

  async close(): Promise<void> {
    this.connection.close();
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
