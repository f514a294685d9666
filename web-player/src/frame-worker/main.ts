import { USUAL_CODEC_STRINGS } from './codec-string.js';
import { FrameStream } from './frame-stream.js';
import { Painter } from './painter.js';
import type { FromWorker, ToWorker } from './worker-message.js';

// Decodes and draws, away from the page's main thread: what happens there delays no frame.

let painter: Painter | undefined;
let stream: FrameStream | undefined;
let running = false;
let recording = false;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'canvas':
      begin(data.canvas);
      break;
    case 'channel':
      stream?.close();
      stream = painter && new FrameStream(data.channel, painter, tell);
      if (!stream) break;
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
  }
};

function begin(canvas: OffscreenCanvas): void {
  try {
    painter = new Painter(canvas);
  } catch (error) {
    unable(error);
    return;
  }
  Promise.all([isSupported(USUAL_CODEC_STRINGS.vp8), isSupported(USUAL_CODEC_STRINGS.h264)]).then(
    ([vp8, h264]) => tell({ type: 'ready', decoders: { vp8, h264 } }),
    unable,
  );
}

async function isSupported(codec: string): Promise<boolean> {
  const { supported } = await VideoDecoder.isConfigSupported({ codec, optimizeForLatency: true });
  return supported === true;
}

function unable(error: unknown): void {
  tell({ type: 'unable', reason: error instanceof Error ? error.message : String(error) });
}

function tell(message: FromWorker): void {
  // The main thread's `postMessage` has another signature, and the DOM library knows only that one.
  (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message);
}
