import { randomInt } from 'node:crypto';
import { Audio, type DataChannel, PeerConnection, type Track, Video } from 'node-datachannel';
import { PathObserver } from '../pipeline/rate/path-observer.js';
import { ReportedPath } from '../pipeline/rate/reported-path.js';
import { PLAYOUT_DELAY_URI, SEND_TIME_URI, TRANSPORT_SEQUENCE_URI } from '../pipeline/rtp/rtp-header.js';
import { nativeCallback } from '../pipeline/transport/native-callback.js';
import type { RtpTrack } from '../pipeline/transport/rtp-track.js';
import type { VideoCodec } from '../protocol/control-message.js';
import { CHANNEL_LABELS } from '../protocol/defaults.js';
import type { IceCandidate } from '../protocol/signalling-message.js';
import { MAX_MESSAGE_BYTES, settleSctp } from './sctp-settings.js';
import {
  type ChosenCodec,
  chooseAudioCodec,
  chooseVideoCodec,
  type ViewerOfferDescription,
} from './session-description.js';

/** How a viewer's offer is answered: by whichever signalling server it came. */
export interface ViewerOffer {
  readonly sdp: string;
  /** Aborted when nobody waits for the answer any more: for the reason `withdrawn` where the viewer itself said so. */
  readonly signal: AbortSignal;
  answer(sdp: string): boolean;
  sendCandidate(candidate: IceCandidate): boolean;
  receiveCandidates(receiver: (candidate: IceCandidate) => void): void;
  /** The viewer is connected, or nothing will come of it. */
  settle(): void;
}

/** The room's DTLS certificate, and who helps to find a way. */
export interface ConnectionSettings {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** `stun:` and `turn:` URLs. */
  readonly iceServers: readonly string[];
}

export interface ConnectionEvents {
  readonly onControlMessage: (text: string) => void;
  /** Anything that came on the `input` channel; text is as foreign there as a packet of the wrong size. */
  readonly onInput: (packet: Uint8Array | string) => void;
  /** The channel for encoded frames is there. */
  readonly onFrames?: () => void;
  /** Anything that came on it. */
  readonly onFramesMessage?: (message: Uint8Array | string) => void;
  /** The connection is gone for good; called once, unless it was closed from here. */
  readonly onGone: (reason: string) => void;
}

/** How a viewer is reached (RFC 8445 section 5.1.1): `relay` goes through a TURN server. */
export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay';

/**
 * One viewer's PeerConnection: answers the viewer's offer once and never renegotiates. It holds its tracks and channels,
 * because node-datachannel closes what no variable holds.
 */
export class ViewerConnection {
  readonly #peer: PeerConnection;
  readonly #events: ConnectionEvents;
  readonly #channels: Partial<Record<keyof typeof CHANNEL_LABELS, DataChannel>> = {};
  /** Of the pictures; `undefined` where the viewer's browser plays none that there is. */
  readonly codec: VideoCodec | undefined;
  /** `undefined` where it plays none. */
  readonly video: RtpTrack | undefined;
  readonly audio: RtpTrack | undefined;
  /** For the packets of frames; `undefined` where the viewer's page can't take them. */
  readonly packets: RtpTrack | undefined;
  #path: PathObserver | undefined;
  readonly #reported = new ReportedPath();
  #wasConnected = false;
  #withdrawn = false;
  #closed = false;

  constructor(
    offer: ViewerOffer,
    description: ViewerOfferDescription,
    codecs: readonly VideoCodec[],
    settings: ConnectionSettings,
    events: ConnectionEvents,
  ) {
    this.#events = events;
    settleSctp();
    this.#peer = new PeerConnection('host', {
      iceServers: [...settings.iceServers],
      certificatePemFile: settings.certificatePem,
      keyPemFile: settings.privateKeyPem,
      disableAutoNegotiation: true,
      maxMessageSize: MAX_MESSAGE_BYTES,
    });
    this.#peer.onStateChange(nativeCallback((state) => this.#changeState(state, offer)));
    this.#peer.onDataChannel(nativeCallback((channel) => this.#adoptChannel(channel)));
    this.#peer.onLocalDescription(nativeCallback((sdp) => offer.answer(sdp)));
    this.#peer.onLocalCandidate(
      nativeCallback((candidate, sdpMid) => offer.sendCandidate({ candidate, sdpMid })),
    );
    try {
      this.codec = codecs.find((codec) => chooseVideoCodec(description.video, codec));
      const video = this.codec && chooseVideoCodec(description.video, this.codec);
      const audio = chooseAudioCodec(description.audio);
      this.video = video && this.#addTrack(videoSection(video, this.codec!), video);
      this.audio = audio && this.#addTrack(audioSection(audio, 'sound'), audio);
      const packets = description.packets && chooseAudioCodec(description.packets);
      this.packets = packets && this.#addTrack(audioSection(packets, 'packets'), packets);
      this.#answer(offer);
    } catch (error) {
      // Nobody else knows of this connection yet.
      this.close();
      throw error;
    }
  }

  /** Whether both sides didn't find each other, with the certificates that their descriptions name, though the viewer wanted it. */
  get failed(): boolean {
    return !this.#wasConnected && !this.#withdrawn;
  }

  /** How long a message to the viewer and its acknowledgement took lately, ms, by SCTP; `undefined` before the first. */
  get roundTripMs(): number | undefined {
    const rtt = this.#closed ? -1 : this.#peer.rtt();
    return rtt >= 0 ? rtt : undefined;
  }

  /** The channel for encoded frames, where the viewer has opened it. */
  get frames(): DataChannel | undefined {
    return this.#channels.frames;
  }

  get candidateType(): CandidateType | undefined {
    const pair = this.#closed ? null : this.#peer.getSelectedCandidatePair();
    if (!pair) return undefined;
    const types = [pair.local.type, pair.remote.type] as string[];
    return (['relay', 'srflx', 'prflx', 'host'] as const).find((type) => types.includes(type));
  }

  /** Sends on the control channel; what can't be sent any more is of no use to anyone. */
  sendControl(text: string): void {
    const { control } = this.#channels;
    if (this.#closed || !control?.isOpen()) return;
    try {
      control.sendMessage(text);
    } catch {
      // The viewer closed the connection this very moment.
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const channel of Object.values(this.#channels)) channel.close();
    this.#peer.close();
  }

  #answer(offer: ViewerOffer): void {
    this.#peer.setRemoteDescription(offer.sdp, 'offer');
    this.#peer.setLocalDescription('answer');
    offer.receiveCandidates((candidate) => this.#addCandidate(candidate));
    offer.signal.addEventListener(
      'abort',
      () => {
        this.#withdrawn = offer.signal.reason === 'withdrawn';
        this.#end('it did not connect in time');
      },
      { once: true },
    );
  }

  #addCandidate({ candidate, sdpMid }: IceCandidate): void {
    // Browsers hide their addresses behind names of multicast DNS; their packets show the address soon enough.
    if (this.#closed || candidate === '' || /\s\S+\.local\s/i.test(candidate)) return;
    try {
      this.#peer.addRemoteCandidate(candidate, sdpMid ?? '0');
    } catch {
      // A candidate that can't be read is as good as none.
    }
  }

  #addTrack(
    section: Video | Audio,
    { payloadType, redPayloadType, playoutDelayId, transportSequenceId, sendTimeId }: ChosenCodec,
  ): RtpTrack {
    if (transportSequenceId !== undefined) {
      section.parseSdpLine(`a=extmap:${transportSequenceId} ${TRANSPORT_SEQUENCE_URI}`);
      section.parseSdpLine(`a=rtcp-fb:${payloadType} transport-cc`);
    }
    if (sendTimeId !== undefined) section.parseSdpLine(`a=extmap:${sendTimeId} ${SEND_TIME_URI}`);
    const ssrc = section.getSSRCs()[0]!;
    const track: Track = this.#peer.addTrack(section);
    return {
      track,
      payloadType,
      redPayloadType,
      ssrc,
      playoutDelayId,
      path: this.#observe(transportSequenceId),
      reported: this.#reported,
      sendTimeId,
    };
  }

  /** Bundled sections share the ids of their extensions (RFC 8843 section 9.1); one that doesn't isn't watched. */
  #observe(extensionId: number | undefined): PathObserver | undefined {
    if (extensionId === undefined) return undefined;
    this.#path ??= new PathObserver(extensionId);
    return this.#path.extensionId === extensionId ? this.#path : undefined;
  }

  #adoptChannel(channel: DataChannel): void {
    const label = channel.getLabel();
    if (!isKnownLabel(label) || this.#channels[label]) {
      channel.close();
      return;
    }
    this.#channels[label] = channel;
    const events = this.#events;
    if (label === 'control') {
      channel.onMessage(
        nativeCallback((message) => events.onControlMessage(typeof message === 'string' ? message : '')),
      );
      channel.onClosed(nativeCallback(() => this.#end('it closed the connection')));
    } else if (label === 'input') {
      channel.onMessage(
        nativeCallback((message) =>
          events.onInput(message instanceof ArrayBuffer ? new Uint8Array(message) : message),
        ),
      );
    } else {
      channel.onMessage(
        nativeCallback((message) =>
          events.onFramesMessage?.(message instanceof ArrayBuffer ? new Uint8Array(message) : message),
        ),
      );
      events.onFrames?.();
    }
  }

  #changeState(state: string, offer: ViewerOffer): void {
    if (state === 'connected') {
      this.#wasConnected = true;
      offer.settle();
    }
    if (state === 'failed') this.#end('the connection was lost');
    if (state === 'closed') this.#end('it closed the connection');
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#events.onGone(reason);
  }
}

function isKnownLabel(label: string): label is keyof typeof CHANNEL_LABELS {
  return Object.hasOwn(CHANNEL_LABELS, label);
}

/** Sound and picture go under different stream ids: browsers synchronise the tracks of one stream, and delay both for it. */
function videoSection(
  { mid, payloadType, parameters, playoutDelayId }: ChosenCodec,
  codec: VideoCodec,
): Video {
  const video = new Video(mid, 'SendOnly');
  if (codec === 'vp8') video.addVP8Codec(payloadType);
  else video.addH264Codec(payloadType, parameters);
  video.addSSRC(randomInt(1, 0xffffffff), 'cloudgame', 'picture', 'picture');
  if (playoutDelayId !== undefined) video.parseSdpLine(`a=extmap:${playoutDelayId} ${PLAYOUT_DELAY_URI}`);
  return video;
}

function audioSection({ mid, payloadType, redPayloadType }: ChosenCodec, stream: 'sound' | 'packets'): Audio {
  const audio = new Audio(mid, 'SendOnly');
  audio.addOpusCodec(payloadType, 'minptime=10;stereo=1;sprop-stereo=1');
  if (stream === 'sound' && redPayloadType !== undefined) {
    audio.addAudioCodec(redPayloadType, 'red', `${payloadType}/${payloadType}`);
  }
  audio.addSSRC(randomInt(1, 0xffffffff), 'cloudgame', stream, stream);
  return audio;
}
