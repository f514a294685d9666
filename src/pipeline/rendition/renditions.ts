import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { VideoCodec } from '../../protocol/control-message.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedSound, FrameStamp, RawFrame } from '../frame.js';
import type { KeyframeWish } from '../keyframe-requests.js';
import { type Onlooker, RenditionChoice, type RenditionSettings } from '../rate/rendition-choice.js';
import { RetryDelay } from '../retry-delay.js';
import { frameSent } from '../trace/trace-points.js';
import type { Transport } from '../transport/transport.js';
import { enlargement, type PictureScale } from '../video/enlargement.js';
import { defaultBitrateBps, type VideoSettings } from '../video/video-stage.js';
import { Rendition, type RenditionOptions } from './rendition.js';
import { type RenditionStatistics, renditionStatistics } from './rendition-statistics.js';
import { describeFailure } from './second-encoder-failure.js';

export interface RenditionsOptions {
  readonly ffmpeg: FfmpegProgram;
  /** The room's. */
  readonly codec: VideoCodec;
  /** The most that a picture may take, bits per second; by its size where it is not given. */
  readonly bitrateBps?: number | undefined;
  /** Sides of the picture at its best against the core's; 1 where it is not given. */
  readonly scale?: PictureScale | undefined;
  /** Picture of the game as it is now. */
  readonly format: () => MediaFormat;
  /** The stamp for a picture that is shown again, now. */
  readonly restamp: () => FrameStamp;
  /** Whether no new pictures are to be expected. */
  readonly isStanding: () => boolean;
  readonly onRestart: (reason: string) => void;
  readonly onFailure: (reason: string) => void;
  /** A sentence for the person at the host. */
  readonly onWarning: (message: string) => void;
  readonly startEncoder?: RenditionOptions['startEncoder'];
}

interface Viewer {
  /** Its place among all that ever joined, from 1. */
  readonly place: number;
  readonly codecs: readonly VideoCodec[];
  /** `undefined` while there is none that its browser plays. */
  rendition: Rendition | undefined;
  /** Where it goes with the next keyframe. */
  next: Rendition | undefined;
}

/** How often (ms) the viewers' paths are looked at. */
const REVIEW_INTERVAL_MS = 50;
/**
 * Where paths limit a picture, no one may take more of the bitrate than this (ms): a queue of 100 ms before such a path,
 * which carries sound as well, holds a keyframe.
 */
const LIMITED_BUFFER_MS = 170;
/** What nobody gets any more lives on for so long (ms): its last frames are on their way. */
const LINGER_MS = 2_000;
/** A second encoder that has not got warm after so long (ms) hangs. */
const MOST_WARM_UP_MS = 15_000;

/**
 * The one or two renditions of a game, and who of the viewers gets which. The second encoder runs only while somebody
 * needs it; nobody is sent a frame twice, nor misses one, on the way from one to the other.
 */
export class Renditions {
  readonly #options: RenditionsOptions;
  readonly #room: Rendition;
  #low: Rendition | undefined;
  #lowNeeded = 0;
  #lowOpened = 0;
  readonly #lowRetry = new RetryDelay();
  #lowRetryTimer: NodeJS.Timeout | undefined;
  readonly #choice: RenditionChoice<Transport>;
  readonly #viewers = new Map<Transport, Viewer>();
  #joined = 0;
  #reviewed = Number.NEGATIVE_INFINITY;
  /** Of renditions that are no more. */
  #before = { framesDropped: 0, restarts: 0 };
  readonly #closing = new Set<Promise<void>>();

  constructor(options: RenditionsOptions) {
    this.#options = options;
    this.#choice = new RenditionChoice(options.codec);
    const { framesPerSecond } = options.format();
    this.#room = this.#open(
      { codec: options.codec, framesPerSecond, bitrateBps: options.bitrateBps, scale: this.#largestScale },
      options.onFailure,
    );
    this.#room.prepare(options.format());
  }

  /** The room's own rendition, which is always there. */
  get room(): Rendition {
    return this.#room;
  }

  get framesDropped(): number {
    return this.#all.reduce((sum, one) => sum + one.framesDropped, this.#before.framesDropped);
  }

  get restarts(): number {
    return this.#all.reduce((sum, one) => sum + one.restarts, this.#before.restarts);
  }

  /** Process ids of the encoders, the room's first. */
  get pids(): readonly (number | undefined)[] {
    return this.#all.map(({ pid }) => pid);
  }

  /** The room's first. */
  statistics(): RenditionStatistics[] {
    const { format, bitrateBps } = this.#options;
    return this.#all.map((one) => {
      const viewers = [...this.#viewers.values()].filter(({ rendition }) => rendition === one).length;
      return renditionStatistics(one, format(), bitrateBps, viewers);
    });
  }

  /** Which one a viewer gets, by its place in `statistics`; `undefined` where there is none that its browser plays. */
  placeOf(transport: Transport): number | undefined {
    const rendition = this.#of(transport);
    return rendition && this.#all.indexOf(rendition);
  }

  /**
   * A viewer joins, and begins with a keyframe that is made at once.
   *
   * @param codecs - what its browser plays; one that isn't the room's needs a rendition of its own.
   */
  add(transport: Transport, codecs: readonly VideoCodec[] = [this.#options.codec]): void {
    const place = ++this.#joined;
    const viewer: Viewer = { place, codecs, rendition: undefined, next: undefined };
    this.#viewers.set(transport, viewer);
    if (this.#playsRoom(viewer)) this.#joinRoom(transport, viewer);
    else this.#review(performance.now());
  }

  remove(transport: Transport): void {
    this.#viewers.delete(transport);
    for (const { fanOut } of this.#all) fanOut.remove(transport);
  }

  wishKeyframe(transport: Transport, wish: KeyframeWish): void {
    this.#viewers.get(transport)?.rendition?.fanOut.wishKeyframe(transport, wish);
  }

  /** The game's picture has another size or rate. */
  changeFormat(format: MediaFormat): void {
    this.#review(performance.now());
    for (const one of this.#all) one.prepare(format);
  }

  /** Takes the next picture of the game. */
  encode(frame: RawFrame): void {
    const now = performance.now();
    if (now - this.#reviewed >= REVIEW_INTERVAL_MS) this.#review(now);
    this.#room.encode(frame);
    this.#low?.encode(frame);
  }

  sendSound(packet: EncodedSound): void {
    for (const transport of this.#viewers.keys()) transport.sendSound(packet);
  }

  async close(): Promise<void> {
    clearTimeout(this.#lowRetryTimer);
    await Promise.all([...this.#all.map((one) => one.close()), ...this.#closing]);
  }

  get #largestScale(): PictureScale {
    return enlargement(this.#options.format(), this.#options.scale ?? 1);
  }

  get #all(): readonly Rendition[] {
    return this.#low ? [this.#room, this.#low] : [this.#room];
  }

  /** Looks at what the viewers' paths carry, and follows it. */
  #review(now: number): void {
    this.#reviewed = now;
    const { width, height, framesPerSecond } = this.#options.format();
    const bitrateBps = this.#options.bitrateBps ?? defaultBitrateBps({ width, height }, framesPerSecond);
    const onlookers = new Map<Transport, Onlooker>();
    for (const [transport, { codecs }] of this.#viewers) {
      onlookers.set(transport, { path: transport.path(now), beside: transport.beside(now), codecs });
    }
    const ceiling = { width, height, framesPerSecond, bitrateBps, scale: this.#largestScale };
    const { room, low, inLow } = this.#choice.plan(onlookers, ceiling, now);
    this.#room.change(this.#videoSettings(room));
    if (low) this.#lower(low, now);
    for (const [transport, viewer] of this.#viewers) {
      if (inLow.has(transport) && this.#low) this.#move(transport, viewer, this.#low);
      else if (this.#playsRoom(viewer)) this.#move(transport, viewer, this.#room);
    }
    for (const one of this.#all) {
      one.skipping.observe([...onlookers].filter(([transport]) => one === this.#of(transport)).map(pathOf));
    }
    if (this.#low && now - this.#lowNeeded > LINGER_MS && this.#low.fanOut.count === 0) this.#dropLow();
  }

  #of(transport: Transport): Rendition | undefined {
    return this.#viewers.get(transport)?.rendition;
  }

  #playsRoom({ codecs }: Viewer): boolean {
    return codecs.includes(this.#options.codec);
  }

  #joinRoom(transport: Transport, viewer: Viewer): void {
    viewer.rendition = this.#room;
    this.#room.fanOut.add(transport, viewer.place);
  }

  #lower(settings: RenditionSettings, now: number): void {
    this.#lowNeeded = now;
    if (this.#low) {
      this.#low.change(this.#videoSettings(settings));
      if (!this.#low.hasBegun && now - this.#lowOpened > MOST_WARM_UP_MS) this.#failLow('it gave no picture');
      return;
    }
    if (!this.#lowRetry.isDue(now)) return;
    this.#lowOpened = now;
    this.#low = this.#open(this.#videoSettings(settings), (reason) => this.#failLow(reason));
    const format = this.#options.format();
    this.#low.prepare(format, this.#room.pictureOf(format));
  }

  /** Whoever can goes on with the room's, until another try succeeds. */
  #failLow(reason: string): void {
    this.#dropLow();
    let pictureless = 0;
    for (const [transport, viewer] of this.#viewers) {
      viewer.next = undefined;
      if (viewer.rendition === this.#room) continue;
      viewer.rendition = undefined;
      if (this.#playsRoom(viewer)) this.#joinRoom(transport, viewer);
      else pictureless++;
    }
    const waitMs = this.#lowRetry.fail(performance.now());
    clearTimeout(this.#lowRetryTimer);
    // Of a game that stands still nothing else would come by.
    this.#lowRetryTimer = setTimeout(() => this.#review(performance.now()), waitMs);
    this.#options.onWarning(describeFailure({ reason, waitMs, pictureless, codec: this.#options.codec }));
  }

  #noteSuccess(): void {
    if (this.#lowRetry.succeed(performance.now()))
      this.#options.onWarning('The second encoder of the picture works again.');
  }

  #dropLow(): void {
    const low = this.#low!;
    this.#low = undefined;
    this.#before.framesDropped += low.framesDropped;
    this.#before.restarts += low.restarts;
    const closing = low.close().then(() => void this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #move(transport: Transport, viewer: Viewer, to: Rendition): void {
    if ((viewer.next ?? viewer.rendition) === to) return;
    viewer.next?.fanOut.remove(transport);
    viewer.next = undefined;
    if (viewer.rendition === to) return;
    viewer.next = to;
    to.fanOut.expect(transport, viewer.place);
  }

  #arrive(transport: Transport, rendition: Rendition, number: number): void {
    const viewer = this.#viewers.get(transport);
    if (viewer?.next !== rendition) return;
    viewer.rendition?.fanOut.release(transport, number);
    viewer.rendition = rendition;
    viewer.next = undefined;
  }

  /** At its best a picture has what fits its canvas, which may be larger than the game's picture just now. */
  #videoSettings({ codec, bitrateBps, frameDivisor, scale }: RenditionSettings): VideoSettings {
    const format = this.#options.format();
    const { framesPerSecond } = format;
    const most = this.#options.bitrateBps ?? defaultBitrateBps(format, framesPerSecond);
    const isLimited = bitrateBps < most;
    return {
      codec,
      framesPerSecond: framesPerSecond / frameDivisor,
      scale,
      bitrateBps: isLimited ? bitrateBps : this.#options.bitrateBps,
      bufferMs: isLimited ? LIMITED_BUFFER_MS : undefined,
    };
  }

  #open(settings: VideoSettings, onFailure: (reason: string) => void): Rendition {
    const { ffmpeg, format, restamp, isStanding, onRestart, startEncoder } = this.#options;
    const rendition: Rendition = new Rendition({
      ffmpeg,
      settings,
      framesPerSecond: () => format().framesPerSecond,
      restamp,
      isStanding,
      onSent: (frame, encodedTime) => {
        if (rendition === this.#low) this.#noteSuccess();
        // Instruments follow the room's.
        if (rendition !== this.#room || !frameSent.hasSubscribers) return;
        const { scale = 1 } = rendition.settings;
        frameSent.publish({ frame, scale, encodedTime, sentTime: performance.now() });
      },
      onArrival: (transport, number) => this.#arrive(transport, rendition, number),
      onRestart,
      onFailure,
      startEncoder,
    });
    return rendition;
  }
}

function pathOf([, { path }]: readonly [Transport, Onlooker]): Onlooker['path'] {
  return path;
}
