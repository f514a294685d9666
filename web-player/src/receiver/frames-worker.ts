import type { VideoCodec } from '../../../src/protocol/control-message.js';
import type { FramesSample, FromWorker, ToWorker } from '../frame-worker/worker-message.js';
import type { SoundWaits } from '../sound/worklet-message.js';
import type { TraceRecord } from '../trace/trace-record.js';
import { DecoderTrouble } from './decoder-trouble.js';
import { HangWatch } from './hang-watch.js';
import type { FramesSituation } from './transport-offer.js';

/** What the connection of the moment hears of its frames. */
export interface FramesListener {
  /** Whether frames can be received may have changed. */
  onSituation(): void;
  onFeedback(lastFrame: number, keyframeWanted: boolean): void;
  /** A keyframe is on the canvas. */
  onDrawn(): void;
  onDisplay(intervalMs: number, waitMs: number): void;
}

const NO_DECODERS = { vp8: false, h264: false };
const NO_FRAMES: FramesSample = {
  codec: undefined,
  width: 0,
  height: 0,
  messages: 0,
  bytes: 0,
  missing: 0,
  decoded: 0,
  dropped: 0,
  decodeMs: 0,
  shown: 0,
  displayWaitMs: 0,
};

/**
 * The page's end of the worker that decodes frames and draws them into a canvas. It lives as long as the page, as the
 * canvas can be given away only once; connections come and go.
 */
export class FramesWorker {
  /** How long the channel's sound waited before it was played. */
  soundWaits: SoundWaits = { waitedSeconds: 0, samples: 0 };
  #worker: Worker | undefined;
  readonly #onTrace: (record: TraceRecord) => void;
  readonly #trouble = new DecoderTrouble(() => this.#changed());
  readonly #hang = new HangWatch(
    () => this.#post({ type: 'ping' }),
    () => this.#end('the decoder hangs'),
  );
  #unable: string | undefined = 'the decoder is not loaded yet';
  #soundDecodes = false;
  #soundPlays = false;
  #decoders: Readonly<Record<VideoCodec, boolean>> = NO_DECODERS;
  #listener: FramesListener | undefined;
  #sampleWaiters: ((sample: FramesSample) => void)[] = [];

  /** Loads the worker at once, beside everything else, so that joining doesn't wait for it. */
  constructor(canvas: HTMLCanvasElement, onTrace: (record: TraceRecord) => void) {
    this.#onTrace = onTrace;
    const missing = missingFeature();
    if (missing !== undefined) {
      this.#unable = missing;
      return;
    }
    const worker = hasWebCodecs()
      ? new Worker(new URL('../frame-worker/main.ts', import.meta.url), { type: 'module' })
      : new Worker(new URL('../frame-worker/software-main.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(data);
    worker.onerror = () => this.#giveUp('the decoder of frames could not be loaded');
    const offscreen = canvas.transferControlToOffscreen();
    this.#post({ type: 'canvas', canvas: offscreen }, [offscreen]);
    document.addEventListener('visibilitychange', () => this.#changed());
  }

  get situation(): FramesSituation {
    return {
      unable: this.#unable,
      decoders: this.#decoders,
      hidden: document.hidden,
      trouble: this.#trouble.reason,
      sound: this.#soundDecodes && this.#soundPlays,
    };
  }

  /** Whether frames can come as packets, too, which the worker takes out of their receiver. */
  get takesPackets(): boolean {
    return this.#worker !== undefined && 'RTCRtpScriptTransform' in window;
  }

  set recording(recording: boolean) {
    this.#post({ type: 'trace', recording });
  }

  /** The room's codec: where the browser keeps its decoders back, one for that is loaded. */
  prepare(codec: VideoCodec): void {
    this.#post({ type: 'load', codec });
  }

  /** Whether decoded sound would be heard. */
  set soundPlays(soundPlays: boolean) {
    this.#soundPlays = soundPlays;
    this.#changed();
  }

  /** Has the channel's sound decoded from now on, and sent there. */
  decodeSound(port: MessagePort): void {
    this.#post({ type: 'sound', port }, [port]);
  }

  /** Takes a connection's channel, in the task in which it was made; a later one takes its place, unless it begins. */
  attach(channel: RTCDataChannel, packets?: RTCRtpReceiver): void {
    try {
      this.#post({ type: 'channel', channel }, [channel as unknown as Transferable]);
      if (this.#worker && packets) packets.transform = new RTCRtpScriptTransform(this.#worker, {});
    } catch {
      this.#giveUp('the browser gives no data channel to a worker');
    }
  }

  /** Decodes what comes by the channel that was taken last, and nothing of one before it. */
  begin(listener: FramesListener): void {
    this.#listener = listener;
    this.#post({ type: 'begin' });
    this.#run();
  }

  detach(listener: FramesListener): void {
    if (listener === this.#listener) this.#listener = undefined;
  }

  /** What arrived over the connection's channel so far. */
  sample(): Promise<FramesSample> {
    if (!this.#worker) return Promise.resolve(NO_FRAMES);
    return new Promise((resolve) => {
      this.#sampleWaiters.push(resolve);
      this.#post({ type: 'sample' });
    });
  }

  #take(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#unable = undefined;
        this.#decoders = message.decoders;
        this.#changed();
        break;
      case 'unable':
        this.#giveUp(message.reason);
        break;
      case 'pong':
        this.#hang.answered();
        break;
      case 'sound':
        this.#soundDecodes = message.able;
        this.#changed();
        break;
      case 'failed':
        this.#trouble.failed(message.reason, performance.now());
        this.#changed();
        break;
      case 'feedback':
        this.#listener?.onFeedback(message.lastFrame, message.keyframeWanted);
        break;
      case 'drawn':
        this.#listener?.onDrawn();
        break;
      case 'display':
        this.#listener?.onDisplay(message.intervalMs, message.waitMs);
        break;
      case 'sample':
        for (const resolve of this.#sampleWaiters.splice(0)) resolve(message.sample);
        break;
      case 'trace':
        this.#onTrace(message.record);
        break;
    }
  }

  #giveUp(reason: string): void {
    this.#unable = reason;
    this.#changed();
  }

  /** The canvas is lost with the worker: until the page is loaded anew there is no other. */
  #end(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const resolve of this.#sampleWaiters.splice(0)) resolve(NO_FRAMES);
    this.#giveUp(reason);
  }

  #changed(): void {
    this.#run();
    this.#listener?.onSituation();
  }

  #run(): void {
    const { unable, hidden, trouble } = this.situation;
    const running = unable === undefined && !hidden && trouble === undefined;
    this.#post({ type: 'run', running });
    // The browser's own decoders work elsewhere: no frame can keep the worker.
    this.#hang.watching = running && !hasWebCodecs();
  }

  #post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }
}

/** What the browser lacks or withholds of all that is needed here; workers are asked for the rest. */
function missingFeature(): string | undefined {
  if (!hasWebCodecs() && !('WebAssembly' in window))
    return 'the browser has neither WebCodecs nor WebAssembly';
  if (!('OffscreenCanvas' in window)) return 'the browser has no canvas for workers';
  // Without it nobody could tell when `<video>` has the picture to go back to.
  if (!('requestVideoFrameCallback' in HTMLVideoElement.prototype)) {
    return 'the browser does not tell of presented frames';
  }
  return undefined;
}

/** Browsers withhold it from pages that are no secure context. */
function hasWebCodecs(): boolean {
  return 'VideoDecoder' in window;
}
