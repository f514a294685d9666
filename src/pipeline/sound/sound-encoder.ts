import { writeNutFrameHeader, writeNutHeader } from '../container/nut-writer.js';
import {
  SOUND_PACKET_BYTES,
  SOUND_PACKET_MS,
  SOUND_SAMPLES_PER_SECOND,
  soundEncoderArguments,
} from '../ffmpeg/encoder-arguments.js';
import { FfmpegProcess } from '../ffmpeg/ffmpeg-process.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import { PipeWriter } from '../pipe-writer.js';

export const SOUND_CHANNELS = 2;
/** Samples of one packet, per channel. */
export const SOUND_PACKET_SAMPLES = (SOUND_SAMPLES_PER_SECOND * SOUND_PACKET_MS) / 1000;
/** Of what is written in one go: two packets of a step mostly, and more of a slow game's. */
const OUTGOING_BYTES = 16 * 1024;
/** Unanswered packets at which the encoder counts as hanging (3 s of sound). */
const MAX_IN_FLIGHT = 300;
/** The same before the first answer (10 s of sound): a busy machine takes seconds to start ffmpeg, as it would the next one. */
const MAX_IN_FLIGHT_AT_START = 1000;

export interface SoundEncoderOptions {
  readonly ffmpeg: FfmpegProgram;
  /** Called for each packet, in order, with what was given to `encode`. */
  readonly onPacket: (data: Buffer, timestamp: number, afterGap: boolean) => void;
  /** Called once where the encoder ends by itself, with the reason. */
  readonly onDeath: (reason: string) => void;
}

/** One ffmpeg that makes Opus of 48 kHz stereo, 10 ms in, a packet out. */
export class SoundEncoder {
  readonly #process: FfmpegProcess;
  readonly #pipe: PipeWriter;
  readonly #options: SoundEncoderOptions;
  readonly #inFlight: { timestamp: number; afterGap: boolean }[] = [];
  #hasAnswered = false;
  #position = 0;
  /** What is to be written in one go. */
  #outgoing = Buffer.allocUnsafeSlow(OUTGOING_BYTES);
  #outgoingLength = 0;
  #isTogether = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(options: SoundEncoderOptions) {
    this.#options = options;
    this.#process = new FfmpegProcess(options.ffmpeg, soundEncoderArguments(), {
      onOutput: (piece) => this.#receive(piece),
      onDeath: options.onDeath,
    });
    const format = { kind: 'sound', sampleRate: SOUND_SAMPLES_PER_SECOND, channels: SOUND_CHANNELS } as const;
    this.#pipe = new PipeWriter(this.#process.stdin);
    this.#pipe.write(writeNutHeader(format, SOUND_SAMPLES_PER_SECOND));
    // ffmpeg swallows the first packet while it finds out what it reads.
    this.#write(Buffer.alloc(SOUND_PACKET_SAMPLES * SOUND_CHANNELS * 2));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * @param samples - 480 per channel, interleaved; copied.
   * @param timestamp - comes back with the packet.
   */
  encode(samples: Int16Array, timestamp: number, afterGap: boolean): void {
    this.#inFlight.push({ timestamp, afterGap });
    if (this.#inFlight.length > (this.#hasAnswered ? MAX_IN_FLIGHT : MAX_IN_FLIGHT_AT_START)) {
      this.#options.onDeath('ffmpeg stopped answering');
      return;
    }
    this.#write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  /** Has what `encode` is given in an action written at once: each write wakes ffmpeg. */
  together(action: () => void): void {
    this.#isTogether = true;
    action();
    this.#isTogether = false;
    this.#send();
  }

  close(): Promise<void> {
    return this.#process.close();
  }

  #write(samples: Buffer): void {
    const header = writeNutFrameHeader(this.#position, samples.length);
    this.#position += SOUND_PACKET_SAMPLES;
    if (this.#outgoingLength + header.length + samples.length > OUTGOING_BYTES) this.#send();
    this.#outgoingLength += header.copy(this.#outgoing, this.#outgoingLength);
    this.#outgoingLength += samples.copy(this.#outgoing, this.#outgoingLength);
    if (!this.#isTogether) this.#send();
  }

  #send(): void {
    if (this.#outgoingLength === 0) return;
    const isFree = this.#pipe.write(this.#outgoing.subarray(0, this.#outgoingLength));
    this.#outgoingLength = 0;
    // What the pipe had no room for is still there when the next sound comes.
    if (!isFree) this.#outgoing = Buffer.allocUnsafeSlow(OUTGOING_BYTES);
  }

  #receive(piece: Buffer): void {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    while (this.#rest.length >= SOUND_PACKET_BYTES) {
      this.#hasAnswered = true;
      const packet = this.#inFlight.shift();
      const data = this.#rest.subarray(0, SOUND_PACKET_BYTES);
      this.#rest = this.#rest.subarray(SOUND_PACKET_BYTES);
      if (packet) this.#options.onPacket(data, packet.timestamp, packet.afterGap);
    }
  }
}
