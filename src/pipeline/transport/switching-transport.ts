import type { TransportKind } from '../../protocol/control-message.js';
import type { EncodedFrame, EncodedSound } from '../frame.js';
import { type PathEstimate, UNKNOWN_PATH } from '../rate/path-estimate.js';
import type { SentBeside } from '../rate/sent-beside.js';
import type { FramesSound } from './frames-sound.js';
import type { FramesTransport } from './frames-transport.js';
import type { RtpTransport } from './rtp-transport.js';
import type { Transport, TransportStatistics } from './transport.js';

type Path = Pick<TransportStatistics, 'roundTripMs' | 'fractionLost'>;
type Way = RtpTransport | FramesTransport;

/**
 * How long (ms) the old way goes on beside the new one: a `<video>` that had nothing to show for a while takes a moment
 * until its first picture, and the old one must not stand still meanwhile.
 */
const OVERLAP_MS = 250;
/**
 * How long (ms) the first pictures go by RTP as well: a `<video>` shows its first one some 50 ms before a page has got its
 * own decoder and canvas going.
 */
const FIRST_OVERLAP_MS = 1000;

/**
 * A viewer's transport whose pictures can change their way, at a keyframe. Sound goes by RTP, and beside pictures on the
 * channel by that as well: so what RTP tells of the path goes on, and the page can go back to it at any moment. Where a
 * path has no room for both, it goes by that which is heard, as long as that is in packets of which browsers tell.
 */
export class SwitchingTransport implements Transport {
  readonly #rtp: RtpTransport;
  #frames: FramesTransport | undefined;
  #way: Way;
  /** Takes over at the next keyframe. */
  #next: Way | undefined;
  /** Was before, and goes on for a moment. */
  #last: Way | undefined;
  #lastUntil = 0;
  #hasChanged = false;
  /** For pages that can hear it; `undefined` for others. */
  channelSound: FramesSound | undefined;
  /** Whether that is what the viewer hears. */
  isChannelHeard = false;
  #channelSoundUntil = 0;
  /** How the last packet of sound went. */
  #soundWays = { byChannel: false, byRtp: true };
  /** Called with each frame that goes by while a change waits for its keyframe: a wish may have come too soon to be granted. */
  onWaiting: () => void = () => {};

  constructor(rtp: RtpTransport, frames: FramesTransport | undefined, first: TransportKind) {
    this.#rtp = rtp;
    this.#frames = frames;
    this.#way = rtp;
    if (!frames || first === 'rtp') return;
    this.#way = frames;
    this.#last = rtp;
    this.#lastUntil = Number.POSITIVE_INFINITY;
  }

  /** The channel came later than the viewer: pictures can go by it from now on. */
  addFrames(frames: FramesTransport): void {
    this.#frames = frames;
  }

  /** How pictures go now. */
  get kind(): TransportKind {
    return this.#way.kind;
  }

  /** How pictures are to go. */
  get wantedKind(): TransportKind {
    return (this.#next ?? this.#way).kind;
  }

  /** Whether pictures go this way now, or are about to. */
  uses(kind: TransportKind): boolean {
    return this.#way.kind === kind || this.#next?.kind === kind;
  }

  /**
   * Lets pictures go another way from the next keyframe on, which is to be asked for.
   *
   * @param overlap - whether they go the old way until then, and a moment longer.
   */
  change(kind: TransportKind, overlap: boolean): void {
    const way = kind === 'frames' ? this.#frames : this.#rtp;
    if (!way || this.wantedKind === kind) return;
    this.#endOverlap(performance.now());
    if (way === this.#way) {
      // It never took over, so nothing was left out on the way that goes on.
      this.#next = undefined;
      return;
    }
    if (way !== this.#last) way.restart();
    this.#next = undefined;
    if (overlap) {
      this.#next = way;
      return;
    }
    this.#last = undefined;
    this.#way = way;
    this.#hasChanged = true;
  }

  sendFrame(frame: EncodedFrame): void {
    const now = performance.now();
    this.#endOverlap(now);
    this.#way.sendFrame(frame);
    this.#last?.sendFrame(frame);
    if (frame.keyframe) this.#lastUntil = Math.min(this.#lastUntil, now + FIRST_OVERLAP_MS);
    const next = this.#next;
    if (!frame.keyframe && (next || (this.#hasChanged && !this.#way.isRunning))) this.onWaiting();
    if (!next || !frame.keyframe) return;
    if (next !== this.#last) next.sendFrame(frame);
    if (!next.isRunning) return;
    this.#last = this.#way;
    this.#lastUntil = now + OVERLAP_MS;
    this.#way = next;
    this.#next = undefined;
  }

  sendSound(packet: EncodedSound): void {
    const now = performance.now();
    // A moment longer than the pictures: the page hears the channel until it knows that they come by RTP.
    if (this.uses('frames')) this.#channelSoundUntil = now + OVERLAP_MS;
    const { channelSound } = this;
    const byChannel = channelSound !== undefined && now <= this.#channelSoundUntil;
    const pastRtp = byChannel ? channelSound.send(packet) : 0;
    if (pastRtp > 0) this.#rtp.passBy(pastRtp);
    const { sound } = this.#rtp;
    sound.redundancy.observe(this.path(now), now);
    const isOnlyHeard = byChannel && pastRtp === 0 && this.isChannelHeard && this.#staysOnFrames;
    const byRtp = !(sound.redundancy.isSparing && isOnlyHeard);
    if (byRtp) this.#rtp.sendSound(packet, !byChannel);
    else sound.rest(packet);
    this.#soundWays = { byChannel, byRtp };
  }

  /** Whether no change from the channel, or to it, is under way. */
  get #staysOnFrames(): boolean {
    return this.kind === 'frames' && this.wantedKind === 'frames';
  }

  statistics(): TransportStatistics {
    const rtp = this.#rtp.statistics();
    const frames = this.#frames?.statistics();
    if (!frames) return rtp;
    return {
      bytesSent: rtp.bytesSent + frames.bytesSent,
      framesSent: rtp.framesSent + frames.framesSent,
      framesSkipped: rtp.framesSkipped + frames.framesSkipped,
      ...(this.kind === 'rtp' ? pathOf(rtp) : this.#channelPath(frames)),
    };
  }

  path(now: number): PathEstimate {
    return this.#rtp.observedPath(now) ?? { ...UNKNOWN_PATH, fractionLost: this.#fractionLost };
  }

  /** This alone of the statistics is asked for with every packet of sound. */
  get #fractionLost(): number {
    return this.kind === 'rtp' || !this.#frames ? this.#rtp.fractionLost : this.#rtp.sound.fractionLost;
  }

  beside(): SentBeside {
    const { byChannel, byRtp } = this.#soundWays;
    const channelBps = byChannel ? (this.channelSound?.bps ?? 0) : 0;
    const rtpBps = byRtp ? this.#rtp.sound.bps(!byChannel) : 0;
    return { soundBps: channelBps + rtpBps, repairShare: this.#way.repairShare };
  }

  #endOverlap(now: number): void {
    if (now > this.#lastUntil) this.#last = undefined;
  }

  /** What is known of the path by the sound, and before its first report by the channel. */
  #channelPath({ roundTripMs }: TransportStatistics): Path {
    const { sound } = this.#rtp;
    return { roundTripMs: sound.roundTripMs ?? roundTripMs, fractionLost: sound.fractionLost };
  }

  close(): void {
    this.#rtp.close();
    this.#frames?.close();
  }
}

function pathOf({ roundTripMs, fractionLost }: TransportStatistics): Path {
  return { roundTripMs, fractionLost };
}
