import type { ViewerMessage } from '../../../src/protocol/control-message.js';
import { CHANNEL_LABELS } from '../../../src/protocol/defaults.js';
import { isPinnedDescription } from '../../../src/protocol/fingerprint.js';
import type { IceCandidate } from '../../../src/protocol/signalling-message.js';
import type { Receiver } from '../receiver/receiver.js';
import { preferStereo } from './offer-description.js';

/** Unordered and never sent again: what is late is worthless, the next message holds everything. */
const NEWEST_ONLY: RTCDataChannelInit = { ordered: false, maxRetransmits: 0 };

export interface HostConnectionEvents {
  onOffer(sdp: string): void;
  onCandidate(candidate: IceCandidate): void;
  /** The host of the link is there, authenticated by its certificate. */
  onOpen(): void;
  onControlMessage(text: string): void;
  /** The connection can't be made, or broke; `close` it. */
  onLost(): void;
}

/** What the session needs of a connection to the host. */
export interface HostLine {
  /** Takes the host's answer, unless it is somebody else's. */
  acceptAnswer(sdp: string): 'accepted' | 'impostor';
  addCandidate(candidate: IceCandidate): void;
  send(message: ViewerMessage): void;
  readonly input: RTCDataChannel;
  readonly receiver: Receiver;
  close(): void;
}

/** One PeerConnection to the host, from offer to loss. */
export class HostConnection implements HostLine {
  readonly receiver: Receiver;
  readonly input: RTCDataChannel;
  /** Held on to for browsers that can't give it to a worker, where nothing else would. */
  readonly #frames: RTCDataChannel;
  readonly #peer: RTCPeerConnection;
  readonly #control: RTCDataChannel;
  readonly #fingerprint: Uint8Array;
  readonly #events: HostConnectionEvents;
  readonly #earlyCandidates: IceCandidate[] = [];
  #answerApplied = false;
  #closed = false;

  constructor(
    options: {
      readonly iceServers: RTCIceServer[];
      readonly fingerprint: Uint8Array;
      readonly createReceiver: (peer: RTCPeerConnection, send: (message: ViewerMessage) => void) => Receiver;
    },
    events: HostConnectionEvents,
  ) {
    this.#fingerprint = options.fingerprint;
    this.#events = events;
    const peer = new RTCPeerConnection({ iceServers: options.iceServers, bundlePolicy: 'max-bundle' });
    this.#peer = peer;
    this.receiver = options.createReceiver(peer, (message) => this.send(message));
    this.#control = peer.createDataChannel(CHANNEL_LABELS.control);
    this.input = peer.createDataChannel(CHANNEL_LABELS.input, NEWEST_ONLY);
    this.#frames = peer.createDataChannel(CHANNEL_LABELS.frames, NEWEST_ONLY);
    this.receiver.takeFrames(this.#frames);
    this.#control.onopen = () => events.onOpen();
    this.#control.onmessage = ({ data }) => {
      if (typeof data === 'string') events.onControlMessage(data);
    };
    this.#control.onclose = () => this.#lose();
    peer.onicecandidate = ({ candidate }) => {
      // An empty candidate only marks the end of a generation (RFC 8838 section 8.2).
      if (candidate?.candidate) events.onCandidate(plainCandidate(candidate));
    };
    // A path that is only disturbed may come back; who is in the room watches that (path-watch.ts).
    peer.onconnectionstatechange = () => {
      if (/failed|closed/.test(peer.connectionState)) this.#lose();
    };
    this.#offer().catch(() => this.#lose());
  }

  acceptAnswer(sdp: string): 'accepted' | 'impostor' {
    if (!isPinnedDescription(sdp, this.#fingerprint)) return 'impostor';
    this.#peer
      .setRemoteDescription({ type: 'answer', sdp })
      .then(() => {
        this.#answerApplied = true;
        for (const candidate of this.#earlyCandidates.splice(0)) this.addCandidate(candidate);
      })
      .catch(() => this.#lose());
    return 'accepted';
  }

  addCandidate(candidate: IceCandidate): void {
    if (!this.#answerApplied) {
      if (this.#earlyCandidates.length < 100) this.#earlyCandidates.push(candidate);
      return;
    }
    const { sdpMid = null, sdpMLineIndex = null } = candidate;
    // One candidate that the browser can't read is no reason to give up the others.
    this.#peer
      .addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex })
      .catch(() => undefined);
  }

  send(message: ViewerMessage): void {
    if (this.#control.readyState === 'open') this.#control.send(JSON.stringify(message));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#control.onclose = null;
    this.#control.onmessage = null;
    this.#peer.onicecandidate = null;
    this.#peer.onconnectionstatechange = null;
    this.receiver.close();
    this.#peer.close();
  }

  /** Sends the offer without waiting for candidates: they follow one by one (RFC 8838). */
  async #offer(): Promise<void> {
    const { sdp = '' } = await this.#peer.createOffer();
    if (this.#closed) return;
    await this.#peer.setLocalDescription({ type: 'offer', sdp: preferStereo(sdp) });
    const description = this.#peer.localDescription;
    if (!this.#closed && description) this.#events.onOffer(description.sdp);
  }

  #lose(): void {
    if (!this.#closed) this.#events.onLost();
  }
}

function plainCandidate({ candidate, sdpMid, sdpMLineIndex }: RTCIceCandidate): IceCandidate {
  return { candidate, sdpMid, sdpMLineIndex };
}
