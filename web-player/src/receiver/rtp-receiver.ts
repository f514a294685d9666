import { changeStream } from '../view/held-picture.js';
import { type MediaSample, readMediaSample, type StatisticsObject } from './media-sample.js';

/** Where picture and sound go. */
export interface RtpScreen {
  readonly video: HTMLVideoElement;
  playSound(stream: MediaStream): void;
}

/** Delay hints that browsers have under one name or the other; types of the DOM library lag behind. */
type DelayHints = { jitterBufferTarget?: number | null; playoutDelayHint?: number | null };

/** Picture and sound over RTP tracks, into a `<video>` and an `<audio>`. */
export class RtpReceiver {
  readonly #peer: RTCPeerConnection;
  readonly #screen: RtpScreen;
  /** Its packets are no sound. */
  #packets: RTCRtpReceiver | undefined;
  /** Tracks that came before anything was to be shown; `undefined` from then on. */
  #early: MediaStreamTrack[] | undefined = [];
  #framesShown: number | undefined;
  #frameCallback: number | undefined;

  constructor(peer: RTCPeerConnection, screen: RtpScreen) {
    this.#peer = peer;
    this.#screen = screen;
    const receivers = ['video', 'audio'].map(
      (kind) => peer.addTransceiver(kind, { direction: 'recvonly' }).receiver,
    );
    for (const receiver of receivers) {
      const hints = receiver as unknown as DelayHints;
      if ('jitterBufferTarget' in hints) hints.jitterBufferTarget = 0;
      else if ('playoutDelayHint' in hints) hints.playoutDelayHint = 0;
    }
    peer.ontrack = ({ track, receiver }) => {
      if (receiver === this.#packets) return;
      if (this.#early) this.#early.push(track);
      else this.#show(track);
    };
  }

  /** Picture and sound are shown from now on. */
  begin(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const track of early) this.#show(track);
  }

  /** One more section, of which the page takes the packets as they come: browsers hold back pictures, but no sound. */
  receivePackets(): RTCRtpReceiver {
    this.#packets = this.#peer.addTransceiver('audio', { direction: 'recvonly' }).receiver;
    return this.#packets;
  }

  async sample(): Promise<MediaSample> {
    const report = await this.#peer.getStats();
    const objects: StatisticsObject[] = [];
    const packets = this.#packets?.track.id;
    report.forEach((object: StatisticsObject) => {
      if (packets === undefined || object.trackIdentifier !== packets) objects.push(object);
    });
    this.#countShownFrames();
    return readMediaSample(objects, performance.now(), this.#framesShown);
  }

  close(): void {
    this.#peer.ontrack = null;
    if (this.#frameCallback !== undefined) this.#screen.video.cancelVideoFrameCallback(this.#frameCallback);
  }

  #show(track: MediaStreamTrack): void {
    const { video, playSound } = this.#screen;
    // A stream for each: in one stream the browser would hold the picture back for the sound.
    const stream = new MediaStream([track]);
    if (track.kind === 'audio') {
      playSound(stream);
      return;
    }
    changeStream(video, stream);
  }

  /** Begins with the first sample: without statistics on the screen no frame wakes the page. */
  #countShownFrames(): void {
    const { video } = this.#screen;
    if (this.#frameCallback !== undefined || !('requestVideoFrameCallback' in video)) return;
    const count = (_now: number, { presentedFrames }: VideoFrameCallbackMetadata) => {
      this.#framesShown = presentedFrames;
      this.#frameCallback = video.requestVideoFrameCallback(count);
    };
    this.#frameCallback = video.requestVideoFrameCallback(count);
  }
}
