import { Audio, type DataChannel, PeerConnection, type Track, Video } from 'node-datachannel';
import { onTestFinished } from 'vitest';
import { PLAYOUT_DELAY_URI, TRANSPORT_SEQUENCE_URI } from '../../src/pipeline/rtp/rtp-header.js';
import { nativeCallback } from '../../src/pipeline/transport/native-callback.js';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import {
  type HostMessage,
  readHostMessage,
  type VideoCodec,
  type ViewerHello,
  type Welcome,
} from '../../src/protocol/control-message.js';
import { CHANNEL_LABELS } from '../../src/protocol/defaults.js';
import { isPinnedDescription } from '../../src/protocol/fingerprint.js';
import { type FrameMessage, readFrameMessage } from '../../src/protocol/frame-message.js';
import {
  type Controls,
  NO_FRAME,
  neutralControls,
  writeInputPacket,
} from '../../src/protocol/input-packet.js';
import { writeRepeatRequest } from '../../src/protocol/repeat-request.js';
import type { IceCandidate } from '../../src/protocol/signalling-message.js';
import { readSoundMessage, type SoundMessage } from '../../src/protocol/sound-message.js';
import { PROTOCOL_VERSION } from '../../src/protocol/version.js';
import { PacketAssembler } from '../../web-player/src/frame-worker/packet-assembler.js';
import { Inbox } from './inbox.js';
import { isRtcp, type ReceivedRtp, readRtp, readSenderReports, type SenderReport } from './received-rtp.js';
import { TestPath } from './test-path.js';

/** What a test viewer offers to receive, as Chromium numbers it. */
export const OFFERED = {
  vp8: 96,
  h264: 102,
  opus: 111,
  red: 63,
  playoutDelayId: 5,
  transportSequenceId: 4,
} as const;

export interface TestViewerOptions {
  /** SHA-256 of the host's certificate, as the link pins it. */
  readonly fingerprint: Uint8Array;
  /** What its "browser" can decode; both where it isn't given. */
  readonly codecs?: readonly VideoCodec[];
  /** Whether its "browser" knows the playout delay; it does where this isn't given. */
  readonly playoutDelay?: boolean;
  /** Whether its "browser" tells when packets arrived; it doesn't where this isn't given. */
  readonly transportFeedback?: boolean;
  /** Whether its "browser" takes sound that is sent once more; it doesn't where this isn't given. */
  readonly red?: boolean;
  /** Whether its "browser" lets it take packets of frames; it doesn't where this isn't given. */
  readonly packets?: boolean;
}

/** How a viewer's words reach the host before there is a connection. */
export interface Signaller {
  sendOffer(sdp: string): void;
  sendCandidate(candidate: IceCandidate): void;
}

export type HostMessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;

/** One media track, and what came on it. */
export interface ReceivedTrack {
  readonly track: Track;
  readonly packets: Inbox<ReceivedRtp>;
  readonly reports: Inbox<SenderReport>;
}

/**
 * A viewer without a browser: it offers and says what the player page does, and keeps all that it gets. It closes with
 * the test.
 */
export class TestViewer {
  readonly messages = new Inbox<HostMessage>();
  readonly video: ReceivedTrack;
  readonly audio: ReceivedTrack;
  readonly control: DataChannel;
  readonly input: DataChannel;
  readonly frames: DataChannel;
  /** What came on the `frames` channel. */
  readonly received = new Inbox<FrameMessage>();
  /** The sound beside the frames, and how it came. */
  readonly sounds = new Inbox<SoundMessage & { readonly way: 'channel' | 'packets' }>();
  /** What lies between it and the host. */
  readonly path = new TestPath();
  readonly hostCandidates = new Inbox<IceCandidate>();
  /** The host's answer, whoever's it is. */
  readonly answers = new Inbox<{ readonly sdp: string; readonly verdict: 'accepted' | 'impostor' }>();
  /** Resolves when the channels for words and frames are open: the host of the link is there. */
  readonly opened: Promise<void>;
  /** Resolves when the control channel is closed from the other side. */
  readonly closed: Promise<void>;
  readonly controls: Controls = neutralControls();
  /** Whether its "browser" hands the page the packets of frames that it lets it take. */
  hearsPackets = true;
  readonly #peer: PeerConnection;
  readonly #fingerprint: Uint8Array;
  #sequence = 0;
  #packets: Track | undefined;
  #closed = false;

  constructor(options: TestViewerOptions) {
    this.#fingerprint = options.fingerprint;
    this.#peer = new PeerConnection('viewer', {
      iceServers: [],
      disableAutoNegotiation: true,
      // Tests need no network but the loopback.
      bindAddress: '127.0.0.1',
    });
    this.video = receive(this.#peer.addTrack(videoSection(options)));
    const audio = new Audio('1', 'RecvOnly');
    audio.addOpusCodec(OFFERED.opus, 'minptime=10;stereo=1;useinbandfec=1');
    if (options.red) audio.addAudioCodec(OFFERED.red, 'red', `${OFFERED.opus}/${OFFERED.opus}`);
    if (options.transportFeedback) offerFeedback(audio, OFFERED.opus);
    this.audio = receive(this.#peer.addTrack(audio));
    if (options.packets) this.#takePackets();
    const newestOnly = { unordered: true, maxRetransmits: 0 };
    this.control = this.#peer.createDataChannel(CHANNEL_LABELS.control);
    this.input = this.#peer.createDataChannel(CHANNEL_LABELS.input, newestOnly);
    this.frames = this.#peer.createDataChannel(CHANNEL_LABELS.frames, newestOnly);
    this.control.onMessage(nativeCallback((text) => this.#receiveControl(String(text))));
    this.frames.onMessage(nativeCallback((message) => this.#receiveFrame(message)));
    const open = [this.control, this.frames].map(
      (channel) => new Promise<void>((resolve) => channel.onOpen(resolve)),
    );
    this.opened = Promise.all(open).then(() => {});
    this.closed = new Promise((resolve) => this.control.onClosed(resolve));
    onTestFinished(() => {
      this.close();
      // Not before: the last word that a connection ends goes over it.
      this.path.close();
    });
  }

  /** Makes the offer; answer and candidates are to be handed in. */
  offer(signaller: Signaller): void {
    this.#peer.onLocalDescription(nativeCallback((sdp) => signaller.sendOffer(sdp)));
    this.#peer.onLocalCandidate(
      nativeCallback((candidate, sdpMid) => this.#sendCandidate({ candidate, sdpMid }, signaller)),
    );
    this.#peer.setLocalDescription('offer');
  }

  /** Takes an answer as the page does: only the pinned host's is applied. */
  receiveAnswer(sdp: string): void {
    const verdict = isPinnedDescription(sdp, this.#fingerprint) ? 'accepted' : 'impostor';
    if (verdict === 'accepted' && !this.#closed) {
      this.#peer.setRemoteDescription(sdp, 'answer');
      this.path.candidateForViewer().then((candidate) => {
        if (!this.#closed) this.#peer.addRemoteCandidate(candidate, '0');
      });
    }
    this.answers.push({ sdp, verdict });
  }

  /** Takes a candidate of the host; what the viewer uses is the path's. */
  receiveCandidate(candidate: IceCandidate): void {
    this.hostCandidates.push(candidate);
  }

  /** Adds a channel that the page doesn't have. */
  createChannel(label: string): DataChannel {
    return this.#peer.createDataChannel(label);
  }

  /** Says hello as soon as it can. */
  async hello(token: Uint8Array, more: Partial<ViewerHello> = {}): Promise<void> {
    await this.opened;
    this.say({
      type: 'hello',
      versions: [PROTOCOL_VERSION],
      token: encodeBase64Url(token),
      abilities: { transports: ['rtp'] },
      ...more,
    });
  }

  /** Says hello and waits for the welcome. */
  async enter(token: Uint8Array, more: Partial<ViewerHello> = {}): Promise<Welcome> {
    await this.hello(token, more);
    return this.message('welcome');
  }

  /** Sends anything on the control channel. */
  say(message: unknown): void {
    this.control.sendMessage(JSON.stringify(message));
  }

  /** The first message of a type, from position `start` on. */
  message<Type extends HostMessage['type']>(type: Type, start = 0): Promise<HostMessageOf<Type>> {
    return this.messages.find((message) => message.type === type, start);
  }

  messagesOf<Type extends HostMessage['type']>(type: Type): HostMessageOf<Type>[] {
    return this.messages.items.filter((message): message is HostMessageOf<Type> => message.type === type);
  }

  /** Waits until everything that was said so far has been heard and answered. */
  async heard(): Promise<void> {
    const id = this.messages.items.length + 1;
    this.say({ type: 'ping', id });
    await this.messages.find((message) => message.type === 'pong' && message.id === id);
  }

  /** Asks for a keyframe, as a page does that has its picture by the `frames` channel. */
  wishKeyframe(lastFrame: number): void {
    const packet = { sequence: ++this.#sequence, lastFrame, keyframeWanted: true };
    this.input.sendMessageBinary(writeInputPacket(packet));
  }

  /** Sends the state of the controls; returns the packet's sequence number. */
  sendControls(change: Partial<Pick<Controls, 'buttons' | 'mouseButtons'>> = {}): number {
    const sequence = ++this.#sequence;
    const pressed = (change.buttons ?? this.controls.buttons) & ~this.controls.buttons;
    for (let button = 0; button < 16; button++) {
      if ((pressed >> button) & 1) this.controls.pressCounts[button]! += 1;
    }
    Object.assign(this.controls, change);
    const packet = { sequence, lastFrame: NO_FRAME, keyframeWanted: false, controls: this.controls };
    this.input.sendMessageBinary(writeInputPacket(packet));
    return sequence;
  }

  /** Goes without a word, as a browser does whose tab is closed. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer.close();
  }

  async #sendCandidate({ candidate, sdpMid }: IceCandidate, signaller: Signaller): Promise<void> {
    signaller.sendCandidate({ candidate: await this.path.candidateForHost(candidate), sdpMid });
  }

  #takePackets(): void {
    const section = new Audio('9', 'RecvOnly');
    section.addOpusCodec(OFFERED.opus);
    const assembler = new PacketAssembler({
      onMessage: (message) => this.#receiveFrame(Buffer.from(message)),
      onRequest: (request) => this.frames.sendMessageBinary(writeRepeatRequest(request)),
      onOther: (packet) => {
        if (!this.#receiveSound(packet, 'packets')) throw new Error('The host sent a foreign packet.');
      },
    });
    // node-datachannel closes what no variable holds.
    this.#packets = this.#peer.addTrack(section);
    this.#packets.onMessage(
      nativeCallback((packet) => {
        if (!isRtcp(packet) && this.hearsPackets) assembler.push(packet.subarray(12), performance.now());
      }),
    );
  }

  #receiveSound(bytes: Uint8Array, way: 'channel' | 'packets'): boolean {
    const message = readSoundMessage(bytes);
    if (message) this.sounds.push({ ...message, way });
    return message !== undefined;
  }

  #receiveFrame(message: string | Buffer | ArrayBuffer): void {
    const bytes = typeof message === 'string' ? Buffer.from(message) : new Uint8Array(message);
    if (this.#receiveSound(bytes, 'channel')) return;
    const frame = readFrameMessage(bytes);
    if (!frame) throw new Error('The host sent a frame that pages don’t understand.');
    this.received.push(frame);
  }

  #receiveControl(text: string): void {
    const message = readHostMessage(text);
    if (!message) throw new Error(`The host sent what pages don't understand: ${text}`);
    this.messages.push(message);
  }
}

/** What browsers offer with all codecs. */
function offerFeedback(section: Video | Audio, payloadType: number): void {
  section.parseSdpLine(`a=rtcp-fb:${payloadType} transport-cc`);
  section.parseSdpLine(`a=extmap:${OFFERED.transportSequenceId} ${TRANSPORT_SEQUENCE_URI}`);
}

function videoSection({
  codecs = ['vp8', 'h264'],
  playoutDelay = true,
  transportFeedback,
}: TestViewerOptions): Video {
  const video = new Video('0', 'RecvOnly');
  if (codecs.includes('vp8')) video.addVP8Codec(OFFERED.vp8);
  if (codecs.includes('h264')) {
    video.addH264Codec(
      OFFERED.h264,
      'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
    );
  }
  if (playoutDelay) video.parseSdpLine(`a=extmap:${OFFERED.playoutDelayId} ${PLAYOUT_DELAY_URI}`);
  if (transportFeedback) offerFeedback(video, OFFERED.vp8);
  return video;
}

function receive(track: Track): ReceivedTrack {
  const received = { track, packets: new Inbox<ReceivedRtp>(), reports: new Inbox<SenderReport>() };
  track.onMessage(
    nativeCallback((message) => {
      if (!isRtcp(message)) received.packets.push(readRtp(message));
      else for (const report of readSenderReports(message)) received.reports.push(report);
    }),
  );
  return received;
}
