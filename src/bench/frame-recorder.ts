import { SOUND_SAMPLES_PER_SECOND } from '../pipeline/ffmpeg/encoder-arguments.js';
import type { EncodedFrame, EncodedSound, FrameStamp } from '../pipeline/frame.js';
import type { Transport } from '../pipeline/transport/transport.js';
import { type Percentiles, percentilesOf } from './percentiles.js';

/** How frames went through the pipeline. */
export interface FrameTimes {
  /** Milliseconds: a step sent to the core until its answer was there. */
  readonly coreMs: Percentiles;
  /** Milliseconds: the core's frame until its last RTP packet was handed to WebRTC. */
  readonly coreToLastPacketMs: Percentiles;
  /** Milliseconds between two steps. */
  readonly stepIntervalMs: Percentiles;
  /** The core's own rate, and the one that was kept. */
  readonly framesPerSecond: { readonly core: number; readonly measured: number };
  /** How much later (ms) sound and frames went out at the end than at the beginning, by their time stamps: what queued. */
  readonly growingDelayMs: { readonly sound: number; readonly frames: number };
}

/** A viewer's transport that notes when frames and sound have been handed on. */
export class FrameRecorder implements Transport {
  readonly #transport: Transport;
  #frames: { readonly stamp: FrameStamp; readonly sentTime: number }[] = [];
  /** When each packet was sent less when it plays by its time stamp, ms. */
  #soundDelays: number[] = [];

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get kind(): Transport['kind'] {
    return this.#transport.kind;
  }

  sendFrame(frame: EncodedFrame): void {
    this.#transport.sendFrame(frame);
    this.#frames.push({ stamp: frame.stamp, sentTime: performance.now() });
  }

  sendSound(packet: EncodedSound): void {
    this.#transport.sendSound(packet);
    this.#soundDelays.push(performance.now() - (packet.timestamp * 1000) / SOUND_SAMPLES_PER_SECOND);
  }

  statistics(): ReturnType<Transport['statistics']> {
    return this.#transport.statistics();
  }

  path(now: number): ReturnType<Transport['path']> {
    return this.#transport.path(now);
  }

  beside(now: number): ReturnType<Transport['beside']> {
    return this.#transport.beside(now);
  }

  close(): void {
    this.#transport.close();
  }

  clear(): void {
    this.#frames = [];
    this.#soundDelays = [];
  }

  result(coreRate: number): FrameTimes {
    const stamps = this.#frames.map(({ stamp }) => stamp);
    const first = stamps[0]!;
    const last = stamps.at(-1)!;
    const measured = ((last.number - first.number) * 1000) / (last.stepTime - first.stepTime);
    return {
      coreMs: percentilesOf(stamps.map(({ stepTime, readyTime }) => readyTime - stepTime)),
      coreToLastPacketMs: percentilesOf(
        this.#frames.map(({ stamp, sentTime }) => sentTime - stamp.readyTime),
      ),
      stepIntervalMs: percentilesOf(
        stamps.slice(1).map(({ stepTime }, index) => stepTime - stamps[index]!.stepTime),
      ),
      framesPerSecond: { core: coreRate, measured: Number(measured.toFixed(4)) },
      growingDelayMs: {
        sound: growth(this.#soundDelays),
        frames: growth(this.#frames.map(({ stamp, sentTime }) => sentTime - stamp.dueTime)),
      },
    };
  }
}

/** Median of the last tenth less median of the first. */
function growth(delays: readonly number[]): number {
  const tenth = Math.max(1, Math.floor(delays.length / 10));
  const begin = percentilesOf(delays.slice(0, tenth)).p50;
  return Number((percentilesOf(delays.slice(-tenth)).p50 - begin).toFixed(2));
}
