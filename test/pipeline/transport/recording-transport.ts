import type { EncodedFrame, EncodedSound } from '../../../src/pipeline/frame.js';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import type { Transport, TransportStatistics } from '../../../src/pipeline/transport/transport.js';
import { Arrivals } from '../arrivals.js';

/** A viewer that keeps everything that it is sent. */
export class RecordingTransport implements Transport {
  readonly kind = 'rtp';
  readonly #frames = new Arrivals<EncodedFrame>();
  readonly #sound = new Arrivals<EncodedSound>();

  get frames(): readonly EncodedFrame[] {
    return this.#frames.all;
  }

  get sound(): readonly EncodedSound[] {
    return this.#sound.all;
  }

  sendFrame(frame: EncodedFrame): void {
    this.#frames.add(frame);
  }

  sendSound(packet: EncodedSound): void {
    this.#sound.add(packet);
  }

  /** Resolves once so many frames are there, with all of them. */
  framesReach(count: number): Promise<readonly EncodedFrame[]> {
    return this.#frames.reach(count);
  }

  /** Resolves with the first frame, from the given one on, that is what is looked for. */
  frame(wanted: (frame: EncodedFrame) => boolean, from = 0): Promise<EncodedFrame> {
    return this.#frames.find(wanted, from);
  }

  soundReaches(count: number): Promise<readonly EncodedSound[]> {
    return this.#sound.reach(count);
  }

  statistics(): TransportStatistics {
    return { bytesSent: 0, framesSent: 0, framesSkipped: 0, roundTripMs: undefined, fractionLost: 0 };
  }

  path(): ReturnType<Transport['path']> {
    return UNKNOWN_PATH;
  }

  beside(): ReturnType<Transport['beside']> {
    return { soundBps: 144_000, repairShare: 0 };
  }

  close(): void {}
}
