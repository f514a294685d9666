import { SoundBuffer } from './sound-buffer.js';
import { TICKS_PER_SECOND } from './sound-pace.js';
import type { DecodedSound, FromWorklet, ToWorklet } from './worklet-message.js';

// Plays what the worker decodes, in the audio thread.

/** What the DOM library doesn't know of the scope of worklets (Web Audio API, section 1.32). */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

/** Sound that came without a break for so long (s) goes on doing so; after each time that it didn't, four times as long. */
const STEADY = 0.5;
const MOST_STEADY = 32;
/** Sound that stayed away for so long (s) is to be heard another way. */
const LOST = 0.05;
/** Between two messages to the page, s. */
const REPORT_INTERVAL = 0.25;

class SoundPlayer extends AudioWorkletProcessor {
  readonly #buffer = new SoundBuffer();
  #flowing = false;
  #needed = STEADY;
  /** Frames since it began, or ran out. */
  #steady = 0;
  #waited = 0;
  #samples = 0;
  /** Frames for which nothing was there while the sound was heard from here. */
  #missing = 0;
  #reported = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => {
      if ('volume' in data) this.#buffer.volume = data.volume;
      else
        data.port.onmessage = ({ data }: MessageEvent<DecodedSound>) =>
          this.#buffer.write(data.timestamp, data.left, data.right);
    };
  }

  process(_inputs: unknown, [[left, right]]: [[Float32Array, Float32Array]]): boolean {
    const buffer = this.#buffer;
    buffer.read(left, right, TICKS_PER_SECOND / sampleRate, Date.now());
    this.#steady = buffer.dry ? 0 : this.#steady + left.length;
    if (buffer.dry) this.#missing += this.#flowing ? left.length : 0;
    else {
      this.#waited += (buffer.level / TICKS_PER_SECOND) * left.length;
      this.#samples += left.length;
    }
    const flowing = this.#flowing ? buffer.dry < LOST * sampleRate : this.#steady > this.#needed * sampleRate;
    if (this.#flowing && !flowing) this.#needed = Math.min(4 * this.#needed, MOST_STEADY);
    else if (this.#steady > MOST_STEADY * sampleRate) this.#needed = STEADY;
    if (flowing !== this.#flowing || this.#samples - this.#reported > REPORT_INTERVAL * sampleRate) {
      this.#flowing = flowing;
      const concealed = buffer.mended + this.#missing;
      const { skipped, breaks } = buffer;
      const waits = { waitedSeconds: this.#waited, samples: this.#samples };
      const report: FromWorklet = { flowing, ...waits, concealed, skipped, breaks };
      this.port.postMessage(report);
      this.#reported = this.#samples;
    }
    return true;
  }
}

registerProcessor('sound', SoundPlayer);
