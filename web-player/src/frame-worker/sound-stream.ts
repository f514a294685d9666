import { readSoundMessage, SOUND_MESSAGE_SAMPLES } from '../../../src/protocol/sound-message.js';
import type { DecodedSound } from '../sound/worklet-message.js';

const OPUS: AudioDecoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 };
/** Microseconds of sound in a packet. */
const PACKET_US = 10_000;

/** Sound of the channel, from its messages to the audio thread. */
export class SoundStream {
  readonly #port: MessagePort;
  readonly #tellAble: (able: boolean) => void;
  #decoder: AudioDecoder | undefined;
  /** Time stamps of the packets in the decoder, which come out in their order. */
  #inside: number[] = [];
  /** Of the newest packet. */
  #newest: number | undefined;
  #failed = false;
  #decoded = 0;

  /**
   * @param port - to the worklet.
   * @param tellAble - hears whether the browser can decode what hosts send.
   */
  constructor(port: MessagePort, tellAble: (able: boolean) => void) {
    this.#port = port;
    this.#tellAble = tellAble;
    AudioDecoder.isConfigSupported(OPUS).then(
      ({ supported }) => tellAble(supported === true),
      () => tellAble(false),
    );
  }

  /** Takes a message, which may be none of sound. */
  take(bytes: Uint8Array): void {
    const message = readSoundMessage(bytes);
    if (!message || this.#failed) return;
    const { timestamp, packets } = message;
    for (const [index, packet] of packets.entries()) {
      const back = packets.length - 1 - index;
      this.#decode((timestamp - back * SOUND_MESSAGE_SAMPLES) >>> 0, packet);
    }
  }

  #decode(timestamp: number, data: Uint8Array): void {
    const ahead = (timestamp - (this.#newest ?? timestamp - 1)) | 0;
    // What comes much earlier than what was there is another connection's.
    if (ahead <= 0 && ahead > -OPUS.sampleRate) return;
    this.#newest = timestamp;
    try {
      this.#decoder ??= this.#open();
      this.#inside.push(timestamp);
      // The decoder's own time only has to go on.
      const time = PACKET_US * this.#decoded++;
      this.#decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: time, data }));
    } catch {
      this.#fail();
    }
  }

  #open(): AudioDecoder {
    const fail = () => this.#fail();
    const output = (sound: AudioData) => {
      try {
        this.#pass(sound);
      } catch {
        fail();
      }
    };
    const decoder = new AudioDecoder({ output, error: fail });
    decoder.configure(OPUS);
    return decoder;
  }

  #pass(sound: AudioData): void {
    const [left, right] = [0, 1].map((channel) => {
      const samples = new Float32Array(sound.numberOfFrames);
      sound.copyTo(samples, {
        planeIndex: Math.min(channel, sound.numberOfChannels - 1),
        format: 'f32-planar',
      });
      return samples;
    }) as [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
    sound.close();
    const timestamp = this.#inside.shift();
    if (timestamp === undefined) return;
    const decoded: DecodedSound = { timestamp, left, right };
    this.#port.postMessage(decoded, [left.buffer, right.buffer]);
  }

  #fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#tellAble(false);
  }
}
