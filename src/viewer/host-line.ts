import { Audio, type DataChannel, PeerConnection, type Track, Video } from 'node-datachannel';
import { PLAYOUT_DELAY_URI, TRANSPORT_SEQUENCE_URI } from '../pipeline/rtp/rtp-header.js';
import { nativeCallback } from '../pipeline/transport/native-callback.js';
import { CHANNEL_LABELS } from '../protocol/defaults.js';
import { isPinnedDescription } from '../protocol/fingerprint.js';
import type { IceCandidate } from '../protocol/signalling-message.js';
import { PAYLOAD_TYPES } from './picture-receiver.js';

export interface HostLineEvents {
  onOffer(sdp: string): void;
  onCandidate(candidate: IceCandidate): void;
  /** The host of the link is there, authenticated by its certificate. */
  onOpen(): void;
  onControlMessage(text: string): void;
  onPicturePacket(packet: Buffer): void;
  onSoundPacket(packet: Buffer): void;
  onFrameMessage(message: Uint8Array): void;
  /** The connection can't be made, or broke; `close` it. */
  onLost(): void;
}

/** Neither ordered nor repeated: what is late is worthless. */
const NEWEST_ONLY = { unordered: true, maxRetransmits: 0 };
const PLAYOUT_DELAY_ID = 5;
/** Id of the header extension with the transport-wide sequence number, in both sections (RFC 8843 section 9.1). */
export const TRANSPORT_SEQUENCE_ID = 4;

/**
 * One PeerConnection to a host without a browser, with the offer that the player page makes. It holds its tracks and
 * channels, because node-datachannel closes what no variable holds.
 */
export class HostLine {
  readonly #peer: PeerConnection;
  readonly #picture: Track;
  readonly #sound: Track;
  readonly #channels: Record<keyof typeof CHANNEL_LABELS, DataChannel>;
  readonly #fingerprint: Uint8Array;
  readonly #events: HostLineEvents;
  readonly #ownCandidates: IceCandidate[] = [];
  #answered = false;
  #closed = false;

  constructor(
    options: { readonly fingerprint: Uint8Array; readonly iceServers: readonly string[] },
    events: HostLineEvents,
  ) {
    this.#fingerprint = options.fingerprint;
    this.#events = events;
    const peer = new PeerConnection('viewer', {
      iceServers: [...options.iceServers],
      disableAutoNegotiation: true,
    });
    this.#peer = peer;
    this.#picture = peer.addTrack(pictureSection());
    this.#sound = peer.addTrack(soundSection());
    this.#channels = {
      control: peer.createDataChannel(CHANNEL_LABELS.control),
      input: peer.createDataChannel(CHANNEL_LABELS.input, NEWEST_ONLY),
      frames: peer.createDataChannel(CHANNEL_LABELS.frames, NEWEST_ONLY),
    };
    this.#listen();
  }

  /** Port of the host as this end knows it, once there is a way. */
  get remotePort(): number | undefined {
    const pair = this.#closed ? null : this.#peer.getSelectedCandidatePair();
    return pair?.remote.port;
  }

  /** Makes the offer; candidates follow one by one. */
  offer(): void {
    this.#peer.setLocalDescription('offer');
  }

  /**
   * Takes the host's answer, unless it is somebody else's. Neither side's candidates may be known to the other before:
   * libdatachannel would begin with DTLS while it still takes the answer, and refuse the certificate that it names.
   */
  acceptAnswer(sdp: string): 'accepted' | 'impostor' | 'unreadable' {
    if (!isPinnedDescription(sdp, this.#fingerprint)) return 'impostor';
    const lines = sdp.split(/\r?\n/);
    const isCandidate = (line: string) => line.startsWith('a=candidate:');
    try {
      const description = lines.filter((line) => !isCandidate(line)).join('\r\n');
      if (!this.#closed) this.#peer.setRemoteDescription(description, 'answer');
    } catch {
      return 'unreadable';
    }
    this.#answered = true;
    for (const line of lines.filter(isCandidate)) this.addCandidate({ candidate: line.slice(2) });
    for (const candidate of this.#ownCandidates.splice(0)) this.#events.onCandidate(candidate);
    return 'accepted';
  }

  addCandidate({ candidate, sdpMid }: IceCandidate): void {
    if (this.#closed || candidate === '') return;
    try {
      this.#peer.addRemoteCandidate(candidate, sdpMid ?? '0');
    } catch {
      // A candidate that can't be read is as good as none.
    }
  }

  sendControl(text: string): void {
    this.#try(() => this.#channels.control.sendMessage(text), this.#channels.control.isOpen());
  }

  sendInput(packet: Uint8Array): void {
    const { input } = this.#channels;
    // The newest packet wins: none stands behind another.
    const free = input.isOpen() && input.bufferedAmount() === 0;
    this.#try(() => input.sendMessageBinary(packet), free);
  }

  sendPictureRtcp(packet: Buffer): void {
    this.#try(() => this.#picture.sendMessageBinary(packet), this.#picture.isOpen());
  }

  sendSoundRtcp(packet: Buffer): void {
    this.#try(() => this.#sound.sendMessageBinary(packet), this.#sound.isOpen());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const channel of Object.values(this.#channels)) channel.close();
    this.#peer.close();
  }

  #listen(): void {
    const peer = this.#peer;
    const events = this.#events;
    peer.onLocalDescription(nativeCallback((sdp) => events.onOffer(withActiveSetup(sdp))));
    peer.onLocalCandidate(
      nativeCallback((candidate, sdpMid) => {
        const own = { candidate, sdpMid, sdpMLineIndex: 0 };
        if (this.#answered) events.onCandidate(own);
        else this.#ownCandidates.push(own);
      }),
    );
    peer.onStateChange(nativeCallback((state) => ['failed', 'closed'].includes(state) && this.#lose()));
    const { control, frames, input } = this.#channels;
    control.onOpen(nativeCallback(() => events.onOpen()));
    control.onClosed(nativeCallback(() => this.#lose()));
    control.onMessage(nativeCallback((text) => this.#pass(() => events.onControlMessage(String(text)))));
    frames.onMessage(
      nativeCallback((message) => {
        if (typeof message !== 'string') this.#pass(() => events.onFrameMessage(new Uint8Array(message)));
      }),
    );
    // A channel without a listener keeps what arrives.
    input.onMessage(() => {});
    this.#picture.onMessage(nativeCallback((packet) => this.#pass(() => events.onPicturePacket(packet))));
    this.#sound.onMessage(nativeCallback((packet) => this.#pass(() => events.onSoundPacket(packet))));
  }

  #pass(event: () => void): void {
    if (!this.#closed) event();
  }

  #lose(): void {
    if (!this.#closed) this.#events.onLost();
  }

  /** What can't be sent any more is of no use to anyone. */
  #try(send: () => void, open: boolean): void {
    if (this.#closed || !open) return;
    try {
      send();
    } catch {
      // The host closed the connection this very moment.
    }
  }
}

/**
 * Offers to begin with DTLS: the end that chooses the way knows last that there is one. Where the other end doesn't listen
 * yet all the same, libdatachannel repeats its first message after a second, which browsers' ends don't need.
 */
function withActiveSetup(sdp: string): string {
  return sdp.replaceAll('a=setup:actpass', 'a=setup:active');
}

function pictureSection(): Video {
  const video = new Video('0', 'RecvOnly');
  video.addVP8Codec(PAYLOAD_TYPES.vp8);
  video.addH264Codec(
    PAYLOAD_TYPES.h264,
    'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  );
  video.parseSdpLine(`a=extmap:${PLAYOUT_DELAY_ID} ${PLAYOUT_DELAY_URI}`);
  offerFeedback(video, PAYLOAD_TYPES.vp8, PAYLOAD_TYPES.h264);
  return video;
}

function soundSection(): Audio {
  const audio = new Audio('1', 'RecvOnly');
  audio.addOpusCodec(PAYLOAD_TYPES.opus, 'minptime=10;stereo=1;useinbandfec=1');
  offerFeedback(audio, PAYLOAD_TYPES.opus);
  return audio;
}

/** Offers to tell when each packet came. */
function offerFeedback(section: Video | Audio, ...payloadTypes: number[]): void {
  section.parseSdpLine(`a=extmap:${TRANSPORT_SEQUENCE_ID} ${TRANSPORT_SEQUENCE_URI}`);
  for (const payloadType of payloadTypes) section.parseSdpLine(`a=rtcp-fb:${payloadType} transport-cc`);
}
