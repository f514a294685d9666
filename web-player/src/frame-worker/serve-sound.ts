import { SoundStream } from './sound-stream.js';
import type { FromWorker, ToWorker } from './worker-message.js';

/** Decodes the sound that comes beside a connection's frames, once the page says where to; returns what takes its messages. */
export function serveSound(): (message: Uint8Array) => void {
  let sound: SoundStream | undefined;
  self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'sound') sound = new SoundStream(data.port, (able) => tell({ type: 'sound', able }));
  });
  return (message) => sound?.take(message);
}

function tell(message: FromWorker): void {
  // The main thread's `postMessage` has another signature, and the DOM library knows only that one.
  (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message);
}
