import type { MediaFormat } from '../../../cores/protocol/format.js';
import { SOUND_SAMPLES_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import { encoderDeaths } from '../ffmpeg/encoder-deaths.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedSound } from '../frame.js';
import { ClockTie } from './clock-tie.js';
import { Fade } from './fade.js';
import { Resampler } from './resampler.js';
import { SOUND_CHANNELS, SOUND_PACKET_SAMPLES, SoundEncoder } from './sound-encoder.js';

export interface SoundStageOptions {
  readonly ffmpeg: FfmpegProgram;
  readonly onPacket: (packet: EncodedSound) => void;
  /** Called whenever an encoder died and another takes over. */
  readonly onRestart: (reason: string) => void;
  /** Called where encoders keep dying: the room goes on without sound. */
  readonly onFailure: (reason: string) => void;
}

/** Silence is made up to so much (ms) at a time; what stood still longer was a pause. */
const MOST_SILENCE_MS = 100;

/** A room's sound: a core's samples, at whatever rate, become Opus packets on the host's clock. */
export class SoundStage {
  readonly #options: SoundStageOptions;
  #encoder: SoundEncoder | undefined;
  #resampler: Resampler | undefined;
  #format: Pick<MediaFormat, 'sampleRate' | 'channels'> = { sampleRate: 0, channels: 0 };
  #channels = 0;
  #speed = 1;
  #trim = 0;
  #fade = new Fade(0, 0);
  /** What went in last, by which a new resampler begins without a click. */
  #lastSamples = new Int16Array(0);
  #lastLength = 0;
  #lastDue: number | undefined;
  /** Outlives formats and cores: the time that a core took to start again is a gap. */
  readonly #tie = new ClockTie(SOUND_SAMPLES_PER_SECOND);
  #resampled = new Int16Array(0);
  /** Stereo samples that don't fill a packet yet. */
  readonly #packet = new Int16Array(SOUND_PACKET_SAMPLES * SOUND_CHANNELS);
  #packetLength = 0;
  #nextTimestamp = 0;
  #epoch: number | undefined;
  #afterGap = true;
  readonly #limit = encoderDeaths();
  #ended = false;
  #closing: Promise<void>[] = [];
  restarts = 0;

  constructor(options: SoundStageOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#encoder?.pid;
  }

  /** Starts the encoder before the first sound comes, or ends it where the format has none. */
  prepare(format: Pick<MediaFormat, 'sampleRate' | 'channels'>): void {
    this.#format = format;
    this.#channels = format.channels;
    this.#fade = new Fade(format.channels, format.sampleRate);
    this.#lastLength = 0;
    this.#startResampler();
    if (!this.#resampler) this.#retire();
    else if (!this.#encoder && !this.#ended) this.#startEncoder();
  }

  /**
   * Encodes the sound of one step.
   *
   * @param sound - the core's samples, interleaved, little-endian.
   * @param dueTime - when the step's frame is due, ms on the clock of `performance.now()`.
   */
  encode(sound: Buffer, dueTime: number): void {
    if (this.#resampler && sound.length > 0) this.#encode(this.#fade.pass(alignedSamples(sound)), dueTime);
  }

  /** Encodes silence instead of a game that isn't heard, up to `dueTime`. */
  silence(dueTime: number): void {
    const sinceMs = Math.min(MOST_SILENCE_MS, dueTime - (this.#lastDue ?? dueTime));
    const count = Math.round((this.#format.sampleRate * this.#speed * sinceMs) / 1000);
    if (this.#resampler && count > 0) this.#encode(this.#fade.silence(count), dueTime);
  }

  /** Plays the game's sound at so many times its speed, and so many times as high; keeps to real time. */
  setSpeed(speed: number): void {
    if (speed === this.#speed) return;
    this.#speed = speed;
    this.#startResampler();
  }

  /** The game's period is longer by this share of it than the core says, and so is its sound: about 0. */
  setTrim(trim: number): void {
    this.#trim = trim;
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#retire();
    await Promise.all(this.#closing);
  }

  #startResampler(): void {
    const { channels, sampleRate } = this.#format;
    this.#resampler =
      channels === 0
        ? undefined
        : new Resampler(channels, sampleRate * this.#speed, SOUND_SAMPLES_PER_SECOND);
    if (!this.#resampler || this.#lastLength === 0) return;
    // It goes on where the one before it was: what that one made isn't heard again.
    const room = this.#resampler.maxOutput(this.#lastLength);
    this.#resampler.process(this.#lastSamples.subarray(0, this.#lastLength), new Int16Array(room), 0);
  }

  #encode(samples: Int16Array, dueTime: number): void {
    const resampler = this.#resampler!;
    this.#epoch ??= dueTime;
    this.#lastDue = dueTime;
    if (this.#lastSamples.length < samples.length) this.#lastSamples = new Int16Array(samples.length);
    this.#lastSamples.set(samples);
    this.#lastLength = samples.length;
    const room = resampler.maxOutput(samples.length);
    if (this.#resampled.length < room) this.#resampled = new Int16Array(room);
    const made = resampler.process(samples, this.#resampled, 0);
    const { stretch, verdict } = this.#tie.count(made / this.#channels, dueTime);
    // What is trimmed on purpose is known at once; the tie learns what the core is off by.
    resampler.setStretch(stretch * (1 + this.#trim));
    if (verdict === 'surplus') return;
    if (verdict === 'gap') this.#skipGap(dueTime);
    const cut = () => this.#cutPackets(this.#resampled, made);
    if (this.#encoder) this.#encoder.together(cut);
    else cut();
  }

  /** The game stood still: time stamps jump to where the clock is, never back. */
  #skipGap(dueTime: number): void {
    const elapsed = ((dueTime - (this.#epoch ?? dueTime)) * SOUND_SAMPLES_PER_SECOND) / 1000;
    this.#nextTimestamp = Math.max(this.#nextTimestamp, Math.round(elapsed));
    this.#afterGap = true;
  }

  #cutPackets(samples: Int16Array, length: number): void {
    for (let index = 0; index < length; index += this.#channels) {
      this.#packet[this.#packetLength++] = samples[index]!;
      this.#packet[this.#packetLength++] = samples[index + this.#channels - 1]!;
      if (this.#packetLength === this.#packet.length) this.#sendPacket();
    }
  }

  #sendPacket(): void {
    this.#packetLength = 0;
    this.#encoder?.encode(this.#packet, this.#nextTimestamp, this.#afterGap);
    this.#nextTimestamp += SOUND_PACKET_SAMPLES;
    this.#afterGap = false;
  }

  #startEncoder(): void {
    const encoder: SoundEncoder = new SoundEncoder({
      ffmpeg: this.#options.ffmpeg,
      onPacket: (data, timestamp, afterGap) => this.#options.onPacket({ data, timestamp, afterGap }),
      onDeath: (reason) => {
        if (this.#encoder === encoder) this.#replaceDead(reason);
      },
    });
    this.#encoder = encoder;
  }

  #retire(): void {
    if (this.#encoder) this.#closing.push(this.#encoder.close());
    this.#encoder = undefined;
  }

  #replaceDead(reason: string): void {
    this.#retire();
    this.#afterGap = true;
    if (!this.#limit.count()) {
      this.#ended = true;
      this.#options.onFailure(reason);
      return;
    }
    this.restarts++;
    this.#startEncoder();
    this.#options.onRestart(reason);
  }
}

/** The samples as numbers; where they don't begin at an even address, in a copy that does. */
function alignedSamples(sound: Buffer): Int16Array {
  const bytes = sound.byteOffset % 2 === 0 ? sound : new Uint8Array(sound);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}
