import type { VideoCodec } from '../../../src/protocol/control-message.js';
import type { FrameScreen } from './frame-screen.js';
import { FrameStream } from './frame-stream.js';
import type { FromWorker, ToWorker } from './worker-message.js';

/** What the DOM library doesn't know of workers (W3C webrtc-encoded-transform). */
interface TransformScope {
  onrtctransform: (event: {
    readonly transformer: { readonly readable: ReadableStream<{ readonly data: ArrayBuffer }> };
  }) => void;
}

/** The worker's side of the page: decodes and draws, away from the main thread, where what happens delays no frame. */
export function serveFrames(
  makeScreen: (canvas: OffscreenCanvas) => FrameScreen,
  takeSound: (message: Uint8Array) => void = () => {},
): void {
  let screen: FrameScreen | undefined;
  let stream: FrameStream | undefined;
  let next: FrameStream | undefined;
  let running = false;
  let recording = false;

  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    switch (data.type) {
      case 'canvas':
        try {
          screen = makeScreen(data.canvas);
        } catch (error) {
          unable(error);
          break;
        }
        load(screen, undefined);
        break;
      case 'load':
        if (screen) load(screen, data.codec);
        break;
      case 'channel':
        next?.close();
        next = screen && new FrameStream(data.channel, screen, tell, takeSound);
        break;
      case 'begin':
        if (!next) break;
        stream?.close();
        stream = next;
        next = undefined;
        stream.running = running;
        stream.recording = recording;
        break;
      case 'run':
        running = data.running;
        if (stream) stream.running = running;
        break;
      case 'trace':
        recording = data.recording;
        if (stream) stream.recording = recording;
        break;
      case 'sample':
        if (stream) tell({ type: 'sample', sample: stream.sample() });
        break;
      case 'ping':
        tell({ type: 'pong' });
        break;
    }
  };

  // Of the receiver whose packets hold frames; its channel came just before.
  (self as unknown as TransformScope).onrtctransform = ({ transformer }) => {
    (next ?? stream)?.takePackets(transformer.readable);
  };
}

function load(screen: FrameScreen, codec: VideoCodec | undefined): void {
  screen.load(codec).then((decoders) => {
    if (decoders) tell({ type: 'ready', decoders });
  }, unable);
}

function unable(error: unknown): void {
  tell({ type: 'unable', reason: error instanceof Error ? error.message : String(error) });
}

function tell(message: FromWorker): void {
  // The main thread's `postMessage` has another signature, and the DOM library knows only that one.
  (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message);
}
