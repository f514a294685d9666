import { describe, expect, it } from 'vitest';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import { SoundEncoder } from '../../../src/pipeline/sound/sound-encoder.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEGS } from '../ffmpeg/installed.js';
import { gone, kill } from '../process.js';
import { decodeOpus } from './decode.js';
import { channel, fitTone, interleave, sine } from './tone.js';

const PACKET_SAMPLES = 480;

interface Packet {
  readonly data: Buffer;
  readonly timestamp: number;
  readonly afterGap: boolean;
}

class Encoding {
  readonly packets = new Arrivals<Packet>();
  readonly deaths = new Arrivals<string>();
  readonly encoder: SoundEncoder;

  constructor(ffmpeg: FfmpegProgram) {
    this.encoder = new SoundEncoder({
      ffmpeg,
      onPacket: (data, timestamp, afterGap) => this.packets.add({ data, timestamp, afterGap }),
      onDeath: this.deaths.add,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.encoder.close();
  }
}

describe.each(FFMPEGS)('sound encoded by ffmpeg $version', (ffmpeg) => {
  it('is a packet of 120 bytes for every 10 ms, at once, with what was given beside it', async () => {
    await using encoding = new Encoding(ffmpeg);
    for (let index = 0; index < 30; index++) {
      encoding.encoder.encode(new Int16Array(2 * PACKET_SAMPLES), 1000 * index, index === 3);
      // The next one goes in only when this one is out: nothing is held back.
      await encoding.packets.reach(index + 1);
    }
    expect(encoding.packets.all.map(({ data }) => data.length)).toEqual(Array(30).fill(120));
    expect(encoding.packets.all.map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 30 }, (_, index) => 1000 * index),
    );
    expect(encoding.packets.all.findIndex(({ afterGap }) => afterGap)).toBe(3);
  });

  it('decodes to the tones that went in, left and right', async () => {
    await using encoding = new Encoding(ffmpeg);
    const input = interleave(sine(440, 48_000, 24_000), sine(1000, 48_000, 24_000, 8000));
    for (let offset = 0; offset < input.length; offset += 2 * PACKET_SAMPLES) {
      encoding.encoder.encode(input.subarray(offset, offset + 2 * PACKET_SAMPLES), offset / 2, false);
    }
    const packets = await encoding.packets.reach(50);
    const decoded = await decodeOpus(packets.map(({ data }) => data));
    // The encoder's look-ahead at the beginning apart.
    const left = fitTone(channel(decoded, 2, 0).subarray(4800), 440, 48_000);
    const right = fitTone(channel(decoded, 2, 1).subarray(4800), 1000, 48_000);
    expect(left.amplitude / 16_000).toBeCloseTo(1, 1);
    expect(right.amplitude / 8000).toBeCloseTo(1, 1);
    expect(left.ratioDb).toBeGreaterThan(20);
    expect(right.ratioDb).toBeGreaterThan(20);
  });

  it('is given up with 3 s of sound unanswered, and at its start only with 10 s', async () => {
    await using encoding = new Encoding(ffmpeg);
    const { encoder, packets, deaths } = encoding;
    const encode = (count: number) => {
      for (let packet = 0; packet < count; packet++) {
        encoder.encode(new Int16Array(2 * PACKET_SAMPLES), packet, false);
      }
    };
    process.kill(encoder.pid!, 'SIGSTOP');
    encode(1000);
    process.kill(encoder.pid!, 'SIGCONT');
    await packets.reach(1000);
    process.kill(encoder.pid!, 'SIGSTOP');
    encode(300);
    expect(deaths.all).toEqual([]);
    encode(1);
    expect(deaths.all).toEqual(['ffmpeg stopped answering']);
  });

  it('is given up where it answers none of 10 s of sound from its start on', async () => {
    await using encoding = new Encoding(ffmpeg);
    process.kill(encoding.encoder.pid!, 'SIGSTOP');
    for (let packet = 0; packet <= 1000; packet++) {
      encoding.encoder.encode(new Int16Array(2 * PACKET_SAMPLES), packet, false);
    }
    expect(encoding.deaths.all).toEqual(['ffmpeg stopped answering']);
  });

  it('ends with a reason where ffmpeg is killed, told once', async () => {
    await using encoding = new Encoding(ffmpeg);
    kill(encoding.encoder.pid);
    await encoding.deaths.reach(1);
    encoding.encoder.encode(new Int16Array(2 * PACKET_SAMPLES), 0, false);
    await encoding.encoder.close();
    expect(encoding.deaths.all).toEqual([expect.stringContaining('ffmpeg ended (SIGKILL)')]);
  });

  it('says nothing where the encoder is closed, and leaves no process', async () => {
    const encoding = new Encoding(ffmpeg);
    const pid = encoding.encoder.pid!;
    await encoding.encoder.close();
    await gone(pid);
    expect(encoding.deaths.all).toEqual([]);
  });
});
