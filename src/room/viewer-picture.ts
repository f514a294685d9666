import type { DataChannel } from 'node-datachannel';
import type { KeyframeWish } from '../pipeline/keyframe-requests.js';
import type { DisplayReport } from '../pipeline/phase-lock.js';
import type { Renditions } from '../pipeline/rendition/renditions.js';
import type { SharedPayloads } from '../pipeline/rtp/shared-payloads.js';
import { ChannelCarrier } from '../pipeline/transport/channel-carrier.js';
import { FramesSound } from '../pipeline/transport/frames-sound.js';
import { FramesTransport } from '../pipeline/transport/frames-transport.js';
import { PacketCarrier } from '../pipeline/transport/packet-carrier.js';
import type { RtpTrack } from '../pipeline/transport/rtp-track.js';
import { RtpTransport } from '../pipeline/transport/rtp-transport.js';
import type { SharedFrameMessages } from '../pipeline/transport/shared-frame-messages.js';
import { SwitchingTransport } from '../pipeline/transport/switching-transport.js';
import type { TransportKind, VideoCodec } from '../protocol/control-message.js';
import type { RepeatRequest } from '../protocol/repeat-request.js';
import { TransportChoice, type TransportSetting } from './transport-choice.js';

/** A viewer that asks for keyframes so long (ms) and tells of no packet doesn't get them. */
const MOST_BLIND_MS = 1000;

/** What the pictures of all viewers have in common. */
export interface PictureSource {
  readonly renditions: Pick<Renditions, 'add' | 'remove' | 'wishKeyframe'>;
  readonly payloads: SharedPayloads;
  readonly messages: SharedFrameMessages;
  /** An input arrived whose picture is awaited by the shortest way. */
  readonly hurry?: () => void;
  /** The page of the viewer whose display the game's clock may follow reports of it. */
  readonly followDisplay?: (viewer: string, report: DisplayReport) => void;
}

export interface ViewerPictureOptions {
  readonly source: PictureSource;
  readonly setting: TransportSetting;
  /** What the viewer's page can receive, the best first. */
  readonly transports: readonly string[];
  /** Of the pictures that were negotiated. */
  readonly codec: VideoCodec;
  readonly video: RtpTrack;
  readonly audio: RtpTrack;
  /** The viewer's `frames` channel, as soon as it has one: it may come a moment later than the hello. */
  readonly frames: () => DataChannel | undefined;
  /** Takes packets of frames, where the viewer's page can. */
  readonly packets?: RtpTrack | undefined;
  /** Round trip of the connection, ms. */
  readonly roundTripMs: () => number | undefined;
  /** Pictures are about to come another way. */
  readonly onChange: (transport: TransportKind) => void;
}

/** By which way one viewer gets its picture, and when that changes. */
export class ViewerPicture {
  readonly transport: SwitchingTransport;
  readonly #options: ViewerPictureOptions;
  readonly #rtp: RtpTransport;
  #frames: FramesTransport | undefined;
  #channelSound: FramesSound | undefined;
  #transports: readonly string[];
  readonly #choice: TransportChoice;
  #packetsLost = 0;
  #packets: PacketCarrier | undefined;
  /** When the viewer first wished for a keyframe and had told of no packet that came, ms. */
  #blindSince: number | undefined;
  #packetsArrive = false;

  constructor(options: ViewerPictureOptions) {
    this.#options = options;
    this.#transports = options.transports;
    const { video, audio, source } = options;
    this.#rtp = new RtpTransport({
      video,
      audio,
      payloads: source.payloads,
      // The track of a viewer that gets its picture by the channel stands still, and browsers don't like that.
      onKeyframeWish: (wish) => {
        if (this.transport.uses('rtp')) this.#wishKeyframe(wish);
      },
    });
    this.#choice = new TransportChoice(options.setting, options.transports, performance.now());
    this.#frames = this.#openFrames();
    const first = this.#frames ? this.#choice.kind(performance.now()) : 'rtp';
    this.transport = new SwitchingTransport(this.#rtp, this.#frames, first);
    this.#chooseSound();
    this.transport.onWaiting = () => this.#wishKeyframe({ afterLoss: true });
  }

  /** The first picture goes out with the next keyframe. */
  begin(): void {
    this.#options.source.renditions.add(this.transport, [this.#options.codec]);
  }

  /** The page can receive something else than before, the best first. */
  offerTransports(transports: readonly string[]): void {
    const now = performance.now();
    this.#choice.offer(transports, now);
    this.#transports = transports;
    this.#lookForFrames();
    // What the page can't take any more needs no overlap.
    this.#change(this.#choice.canReceive(this.transport.kind));
  }

  /** Looks at what is known of the path, and changes the way where another is better; called about once a second. */
  review(): void {
    const { packetsLost } = this.#rtp;
    // Packets of frames are repaired where the path loses some.
    if (packetsLost > this.#packetsLost && !this.#packets)
      this.#choice.lose(packetsLost - this.#packetsLost, performance.now());
    this.#packetsLost = packetsLost;
    this.#lookForFrames();
    this.#change(true);
  }

  /**
   * The viewer wants a keyframe.
   *
   * @param lastFrame - number of the newest message of the `frames` channel that it decoded.
   */
  wishKeyframe(lastFrame: number): void {
    if (this.#frames && this.transport.uses('frames')) {
      this.#doubtPackets(this.#frames);
      this.#frames.wishKeyframe(lastFrame);
    } else this.#wishKeyframe({ afterLoss: false });
  }

  /** The viewer tells which packets of frames came, and asks for some again. */
  repeat(request: RepeatRequest): void {
    this.#packetsArrive ||= request.received > 0;
    if (!this.#packets) return;
    this.#packets.receive(request);
    this.#rtp.reported?.receiveCounts(request, this.#options.roundTripMs(), performance.now());
    this.#rtp.sound.redundancy.report(this.#packets.loss.share, performance.now());
  }

  /** Whether the viewer hears the sound of the channel, and so none of the track. */
  hear(byChannel: boolean): void {
    this.transport.isChannelHeard = byChannel;
  }

  close(): void {
    this.#options.source.renditions.remove(this.transport);
    this.transport.close();
  }

  #wishKeyframe(wish: KeyframeWish): void {
    this.#options.source.renditions.wishKeyframe(this.transport, wish);
  }

  #openFrames(): FramesTransport | undefined {
    const { frames, packets, source, roundTripMs } = this.#options;
    const channel = frames();
    if (!channel?.isOpen()) return undefined;
    this.#packets = packets?.track.isOpen() ? new PacketCarrier(packets, source.messages) : undefined;
    this.#choice.repairs = this.#packets !== undefined;
    const transport = new FramesTransport({
      carrier: this.#packets ?? new ChannelCarrier(channel, source.messages),
      roundTripMs,
      onKeyframeWish: (wish) => this.#wishKeyframe(wish),
      onGap: () => {
        // Whether packets arrive at all is another question.
        if (this.#packets && !this.#packetsArrive) return;
        this.#choice.lose(1, performance.now());
        this.#change(true);
      },
      onTooLarge: () => {
        this.#choice.excludeFrames();
        this.#change(true);
      },
    });
    this.#channelSound = new FramesSound(transport, this.#rtp.sound.redundancy);
    return transport;
  }

  /** A browser may let a page take packets that never get there: then the channel is left. */
  #doubtPackets(frames: FramesTransport): void {
    if (!this.#packets || this.#packetsArrive) return;
    const now = performance.now();
    this.#blindSince ??= now;
    const channel = this.#options.frames();
    if (!channel || now - this.#blindSince < MOST_BLIND_MS) return;
    this.#packets = undefined;
    this.#choice.repairs = false;
    frames.carryBy(new ChannelCarrier(channel, this.#options.source.messages));
  }

  /** Where a page takes no pictures of the channel, their sound ends by itself, a moment after them. */
  #chooseSound(): void {
    if (!this.#transports.includes('frames')) return;
    this.transport.channelSound = this.#transports.includes('sound') ? this.#channelSound : undefined;
  }

  #lookForFrames(): void {
    this.#frames ??= this.#openFrames();
    if (this.#frames) this.transport.addFrames(this.#frames);
    this.#chooseSound();
  }

  /** Follows the choice. */
  #change(overlap: boolean): void {
    const isOpen = this.#frames?.isOpen ?? false;
    const kind = isOpen ? this.#choice.kind(performance.now()) : 'rtp';
    if (kind === this.transport.wantedKind) return;
    this.#options.onChange(kind);
    this.transport.change(kind, overlap && isOpen);
    this.#wishKeyframe({ afterLoss: true });
  }
}
