import { SoundStream } from './sound-stream.js';
import type { FromWorker, ToWorker } from './worker-message.js';

/** Decodes the sound that comes by the page's channels, beside their frames, once the page says where to. */
export function serveSound(): void {
  let sound: SoundStream | undefined;
  let channel: RTCDataChannel | undefined;
  self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'channel') channel = data.channel;
    else if (data.type === 'sound')
      sound = new SoundStream(data.port, (able) => tell({ type: 'sound', able }));
    else return;
    if (channel) sound?.listen(channel);
  });
}

function tell(message: FromWorker): void {
  // The main thread's `postMessage` has another signature, and the DOM library knows only that one.
  (self as unknown as Pick<Worker, 'postMessage'>).postMessage(message);
}
