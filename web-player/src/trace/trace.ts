import { type TraceRecord, traceTime } from './trace-record.js';

export type TraceListener = (record: TraceRecord) => void;

declare global {
  interface Window {
    /** Gets a record of everything that matters to delay; assigned by whoever measures, at any time. */
    cloudgameTrace?: TraceListener | undefined;
  }
}

/**
 * The hook by which benchmarks look into the page: while `window.cloudgameTrace` is a function, it gets records
 * (docs/player-page.md). Without it nothing is recorded.
 */
export class Trace {
  /** Called when recording begins or ends. */
  onSwitch: ((recording: boolean) => void) | undefined;
  readonly #video: HTMLVideoElement;
  #listener: TraceListener | undefined;
  #videoCallback: number | undefined;

  constructor(target: Window, video: HTMLVideoElement) {
    this.#video = video;
    const early = target.cloudgameTrace;
    Object.defineProperty(target, 'cloudgameTrace', {
      configurable: true,
      get: () => this.#listener,
      set: (listener: unknown) => this.#listen(listener),
    });
    this.#listen(early);
  }

  get recording(): boolean {
    return this.#listener !== undefined;
  }

  record(record: TraceRecord): void {
    this.#listener?.(record);
  }

  input(sequence: number): void {
    if (this.#listener) this.#listener({ kind: 'input', sequence, time: traceTime() });
  }

  #listen(listener: unknown): void {
    this.#listener = typeof listener === 'function' ? (listener as TraceListener) : undefined;
    this.#watchVideo();
    this.onSwitch?.(this.recording);
  }

  #watchVideo(): void {
    if (!('requestVideoFrameCallback' in this.#video)) return;
    if (this.#videoCallback !== undefined) this.#video.cancelVideoFrameCallback(this.#videoCallback);
    this.#videoCallback = this.recording
      ? this.#video.requestVideoFrameCallback((now, metadata) => {
          this.#recordVideo(now, metadata);
          this.#watchVideo();
        })
      : undefined;
  }

  #recordVideo(now: number, metadata: VideoFrameCallbackMetadata): void {
    const { timeOrigin } = performance;
    const { receiveTime, processingDuration, rtpTimestamp } = metadata;
    this.record({
      kind: 'video',
      time: timeOrigin + now,
      presentationTime: timeOrigin + metadata.presentationTime,
      expectedDisplayTime: timeOrigin + metadata.expectedDisplayTime,
      receiveTime: receiveTime === undefined ? undefined : timeOrigin + receiveTime,
      processingDurationMs: processingDuration === undefined ? undefined : processingDuration * 1000,
      presentedFrames: metadata.presentedFrames,
      rtpTimestamp,
      width: metadata.width,
      height: metadata.height,
    });
  }
}
