import type {
  HostMessage,
  TransportKind,
  VideoCodec,
  ViewerMessage,
} from '../../../src/protocol/control-message.js';
import { NO_FRAME } from '../../../src/protocol/input-packet.js';
import type { Picture } from '../view/picture.js';
import type { FramesListener, FramesWorker } from './frames-worker.js';
import { type MediaSample, withFrames } from './media-sample.js';
import type { Receiver } from './receiver.js';
import { RtpReceiver } from './rtp-receiver.js';
import { offerTransports, type TransportOffer } from './transport-offer.js';

/** How long (ms) the first keyframe on the channel may take before the page asks for one itself. */
const FIRST_KEYFRAME_LIMIT = 250;

export interface PageReceiverOptions {
  readonly picture: Picture;
  readonly frames: FramesWorker;
  playSound(stream: MediaStream): void;
  /** Sound comes the way of the picture from now on, where it can. */
  followSound(transport: TransportKind): void;
  /** To the host, through the control channel. */
  send(message: ViewerMessage): void;
}

/** Both ways of the picture, side by side: the host says which it uses, and the page what it can receive. */
export class PageReceiver implements Receiver, FramesListener {
  onWish: (() => void) | undefined;
  readonly #options: PageReceiverOptions;
  readonly #rtp: RtpReceiver;
  #offered: TransportOffer | undefined;
  #codec: VideoCodec | undefined;
  #transport: TransportKind = 'rtp';
  #lastFrame = NO_FRAME;
  #wish = false;
  /** Whether frames should come and none has. */
  #starving = false;
  #firstLimit: ReturnType<typeof setTimeout> | undefined;

  constructor(peer: RTCPeerConnection, options: PageReceiverOptions) {
    this.#options = options;
    this.#rtp = new RtpReceiver(peer, {
      video: options.picture.video,
      playSound: (stream) => options.playSound(stream),
    });
  }

  get transport(): TransportKind {
    return this.#options.picture.seen ?? this.#transport;
  }

  get lastFrame(): number {
    return this.#lastFrame;
  }

  /** For RTP the browser asks by itself (PLI, RFC 4585). */
  get keyframeWanted(): boolean {
    return this.#transport === 'frames' && (this.#wish || this.#starving);
  }

  takeFrames(channel: RTCDataChannel): void {
    const { frames } = this.#options;
    frames.attach(channel, frames.takesPackets ? this.#rtp.receivePackets() : undefined);
  }

  begin(): void {
    const { picture, frames, followSound } = this.#options;
    picture.begin();
    frames.begin(this);
    followSound('rtp');
    this.#rtp.begin();
  }

  introduce(): string[] {
    this.#offered = this.#offer();
    return this.#offered.transports;
  }

  take(message: HostMessage): void {
    if (message.type === 'welcome') {
      this.#codec = message.codec;
      this.#options.frames.prepare(message.codec);
      this.onSituation();
    }
    if (message.type === 'welcome' || message.type === 'transport') this.#follow(message.transport);
  }

  async sample(): Promise<MediaSample> {
    const rtp = await this.#rtp.sample();
    if (this.transport === 'rtp') return rtp;
    const { frames } = this.#options;
    return withFrames(rtp, await frames.sample(), frames.soundWaits);
  }

  close(): void {
    clearTimeout(this.#firstLimit);
    this.#options.frames.detach(this);
    this.#rtp.close();
  }

  onSituation(): void {
    const offer = this.#offer();
    if (!this.#offered || String(offer.transports) === String(this.#offered.transports)) return;
    this.#offered = offer;
    this.#options.send({ type: 'transports', ...offer });
  }

  onFeedback(lastFrame: number, keyframeWanted: boolean): void {
    this.#lastFrame = lastFrame;
    this.#change(() => {
      this.#wish = keyframeWanted;
    });
  }

  onDrawn(): void {
    this.#options.picture.framesDrawn();
    this.#change(() => this.#endStarving());
  }

  onDisplay(intervalMs: number, waitMs: number): void {
    if (this.#transport === 'frames') this.#options.send({ type: 'display', intervalMs, waitMs });
  }

  #offer(): TransportOffer {
    return offerTransports({ ...this.#options.frames.situation, codec: this.#codec });
  }

  #follow(transport: TransportKind): void {
    this.#change(() => {
      this.#transport = transport;
      this.#endStarving();
      this.#options.picture.want(transport);
      this.#options.followSound(transport);
      // A keyframe that was lost leaves no gap where nothing follows it, as in a paused game.
      if (transport === 'frames' && this.#options.picture.seen !== 'frames') {
        this.#firstLimit = setTimeout(() => {
          this.#change(() => {
            this.#starving = true;
          });
        }, FIRST_KEYFRAME_LIMIT);
      }
    });
  }

  #endStarving(): void {
    clearTimeout(this.#firstLimit);
    this.#starving = false;
  }

  #change(change: () => void): void {
    const before = this.keyframeWanted;
    change();
    if (this.keyframeWanted !== before) this.onWish?.();
  }
}
