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
  readonly #video: HTMLVideoElement;
  /** Its packets are no sound. */
  #packets: RTCRtpReceiver | undefined;
  #framesShown: number | undefined;
  #frameCallback: number | undefined;

  constructor(peer: RTCPeerConnection, screen: RtpScreen) {
    this.#peer = peer;
    this.#video = screen.video;
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
      // A stream for each: in one stream the browser would hold the picture back for the sound.
      const stream = new MediaStream([track]);
      if (track.kind === 'audio') screen.playSound(stream);
      else this.#show(stream);
    };
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
    if (this.#frameCallback !== undefined) this.#video.cancelVideoFrameCallback(this.#frameCallback);
  }

  #show(stream: MediaStream): void {
    this.#video.srcObject = stream;
    // Muted, it may always play; a browser that saves power for a moment resumes by itself.
    this.#video.play().catch(() => {});
  }

  /** Begins with the first sample: without statistics on the screen no frame wakes the page. */
  #countShownFrames(): void {
    if (this.#frameCallback !== undefined || !('requestVideoFrameCallback' in this.#video)) return;
    const count = (_now: number, { presentedFrames }: VideoFrameCallbackMetadata) => {
      this.#framesShown = presentedFrames;
      this.#frameCallback = this.#video.requestVideoFrameCallback(count);
    };
    this.#frameCallback = this.#video.requestVideoFrameCallback(count);
  }
}
