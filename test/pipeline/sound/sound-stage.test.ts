import { describe, expect, it } from 'vitest';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedSound } from '../../../src/pipeline/frame.js';
import { SoundStage } from '../../../src/pipeline/sound/sound-stage.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEG } from '../ffmpeg/installed.js';
import { isRunning, kill } from '../process.js';
import { decodeOpus } from './decode.js';
import { channel, fitTone, interleave, sine } from './tone.js';

interface Format {
  readonly sampleRate: number;
  readonly channels: 0 | 1 | 2;
}

const START = 5000;
const STEP_MS = 1000 / 60;
const STEREO: Format = { sampleRate: 48_000, channels: 2 };

class Staging {
  readonly packets = new Arrivals<EncodedSound>();
  readonly restarts = new Arrivals<string>();
  readonly failures = new Arrivals<string>();
  readonly stage: SoundStage;
  #samplesMade = 0;

  constructor(ffmpeg: FfmpegProgram = FFMPEG) {
    this.stage = new SoundStage({
      ffmpeg,
      onPacket: this.packets.add,
      onRestart: this.restarts.add,
      onFailure: this.failures.add,
    });
  }

  /**
   * Plays so many steps of a tone of 1 kHz, as a core makes it at 60 fps; the first is due at `from`.
   *
   * @returns when the next one is due.
   */
  play(steps: number, from: number, { sampleRate, channels }: Format): number {
    for (let step = 0; step < steps; step++) {
      const end = Math.round((this.#samplesMade / sampleRate + 1 / 60) * sampleRate);
      const tone = sine(1000, sampleRate, end).subarray(this.#samplesMade);
      this.#samplesMade = end;
      const samples = channels === 2 ? interleave(tone, tone) : tone;
      this.stage.encode(
        Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
        from + step * STEP_MS,
      );
    }
    return from + steps * STEP_MS;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage.close();
  }
}

function isEven(timestamps: readonly number[]): boolean {
  return timestamps.every((timestamp, index) => timestamp === timestamps[0]! + 480 * index);
}

describe('the sound of a room', () => {
  it.each([
    { sampleRate: 48_000, channels: 2 },
    { sampleRate: 44_100, channels: 1 },
    { sampleRate: 32_768, channels: 2 },
    { sampleRate: 31_440.28, channels: 1 },
  ] as const)('of $sampleRate Hz and $channels channels is 48 kHz in packets of 10 ms', async (format) => {
    await using staging = new Staging();
    staging.stage.prepare(format);
    staging.play(60, START, format);
    // A second of it makes 100 packets; the resampler keeps back less than one.
    const packets = await staging.packets.reach(99);
    expect(packets.map(({ data }) => data.length)).toEqual(Array(packets.length).fill(120));
    expect(packets[0]!.timestamp).toBe(0);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    expect(packets.map(({ afterGap }) => afterGap).lastIndexOf(true)).toBe(0);
    const decoded = await decodeOpus(packets.map(({ data }) => data));
    for (const side of [0, 1]) {
      const { amplitude, ratioDb } = fitTone(channel(decoded, 2, side).subarray(4800), 1000, 48_000);
      expect(amplitude / 16_000).toBeCloseTo(1, 1);
      expect(ratioDb).toBeGreaterThan(20);
    }
    await staging.stage.close();
    expect(staging.packets.all.length).toBeLessThanOrEqual(100);
  });

  it('jumps to where the clock is after a pause, and marks it', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    const paused = staging.play(30, START, STEREO);
    staging.play(30, paused + 10_000, STEREO);
    const packets = await staging.packets.reach(99);
    const jump = packets.findIndex(({ afterGap }, index) => index > 0 && afterGap);
    expect(isEven(packets.slice(0, jump).map(({ timestamp }) => timestamp))).toBe(true);
    expect(isEven(packets.slice(jump).map(({ timestamp }) => timestamp))).toBe(true);
    expect(packets.slice(jump + 1).some(({ afterGap }) => afterGap)).toBe(false);
    // Half a second was played and ten were not.
    expect(Math.abs(packets[jump]!.timestamp - 10.5 * 48_000)).toBeLessThan(480);
  });

  it('jumps as well where the core was started again, which took a while', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    const died = staging.play(30, START, STEREO);
    staging.stage.prepare(STEREO);
    staging.play(30, died + 2000, STEREO);
    const packets = await staging.packets.reach(99);
    const jump = packets.findIndex(({ afterGap }, index) => index > 0 && afterGap);
    expect(Math.abs(packets[jump]!.timestamp - 2.5 * 48_000)).toBeLessThan(480);
  });

  it('goes on without a break where the core changes its rate', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    const changed = staging.play(30, START, STEREO);
    const pid = staging.stage.pid;
    const mono: Format = { sampleRate: 32_000, channels: 1 };
    staging.stage.prepare(mono);
    staging.play(30, changed, mono);
    const packets = await staging.packets.reach(98);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    expect(packets.slice(1).some(({ afterGap }) => afterGap)).toBe(false);
    expect(staging.stage.pid).toBe(pid);
  });

  it('throws away what a core makes far too fast, instead of queueing it', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    for (let step = 0; step < 60; step++) {
      staging.stage.encode(Buffer.alloc(2 * 800 * 4), START + step * STEP_MS);
    }
    const packets = await staging.packets.reach(100);
    // A second, and the tenth that may wait.
    expect(packets.at(-1)!.timestamp).toBeLessThanOrEqual(1.1 * 48_000);
    await staging.stage.close();
    expect(staging.packets.all.length).toBeLessThanOrEqual(112);
  });

  it('takes samples that begin at an odd address', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    const memory = Buffer.alloc(4801);
    staging.stage.encode(memory.subarray(1), START);
    expect(await staging.packets.reach(2)).toHaveLength(2);
  });

  it('is nothing, and costs no process, where the core has none', async () => {
    await using staging = new Staging();
    staging.stage.prepare({ sampleRate: 0, channels: 0 });
    staging.stage.encode(Buffer.alloc(3200), START);
    expect(staging.stage.pid).toBeUndefined();
  });

  it('costs no process any more where the core’s sound ended', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    staging.stage.prepare({ sampleRate: 0, channels: 0 });
    expect(staging.stage.pid).toBeUndefined();
    staging.stage.prepare(STEREO);
    staging.play(30, START, STEREO);
    expect((await staging.packets.reach(49))[0]!.timestamp).toBe(0);
  });

  it('goes on, marked as after a gap, when its ffmpeg was killed', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    // 31 steps make 51 packets and two thirds.
    const died = staging.play(31, START, STEREO);
    await staging.packets.reach(51);
    kill(staging.stage.pid);
    const [reason] = await staging.restarts.reach(1);
    expect(reason).toContain('ffmpeg ended (SIGKILL)');
    staging.play(30, died, STEREO);
    const packets = await staging.packets.reach(100);
    expect(
      packets.map(({ afterGap }, index) => (afterGap ? index : -1)).filter((index) => index >= 0),
    ).toEqual([0, 51]);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    expect(staging.stage.restarts).toBe(1);
    expect(staging.failures.all).toEqual([]);
  });

  it('is given up, and told so once, where encoders keep dying', async () => {
    await using staging = new Staging({ ...FFMPEG, path: '/bin/false' });
    staging.stage.prepare(STEREO);
    const [reason] = await staging.failures.reach(1);
    expect(reason).toBe('ffmpeg ended (exit code 1)');
    expect(staging.stage.restarts).toBe(3);
    staging.play(10, START, STEREO);
    staging.stage.prepare(STEREO);
    await staging.stage.close();
    expect(staging.failures.all.length).toBe(1);
    expect(staging.stage.pid).toBeUndefined();
  });

  it.each([0.1, -0.1])('follows a game whose period is trimmed by %d at once', async (trim) => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    staging.stage.setTrim(trim);
    const sound = Buffer.alloc(800 * 4);
    for (let step = 0; step < 120; step++) staging.stage.encode(sound, START + step * STEP_MS * (1 + trim));
    // Two seconds of the game are so much more, or less, by the clock: but for the first step, and what is kept back.
    const expected = Math.floor(200 * (1 + trim)) - 2;
    const packets = (await staging.packets.reach(expected)).slice();
    await staging.stage.close();
    expect(staging.packets.all.length).toBeLessThanOrEqual(expected + 3);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    expect(packets.slice(1).some(({ afterGap }) => afterGap)).toBe(false);
  });

  it('leaves no process when it is closed', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    const pid = staging.stage.pid!;
    await staging.stage.close();
    expect(isRunning(pid)).toBe(false);
    staging.stage.prepare(STEREO);
    expect(staging.stage.pid).toBeUndefined();
  });
});

describe('the sound of a game at another speed', () => {
  it.each([
    [2, 2000],
    [0.5, 500],
  ])('of %s is in real time, and as much higher or lower', async (speed, frequency) => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    staging.stage.setSpeed(speed);
    let due = START;
    for (let step = 0; step < 60 * speed; step++) {
      staging.play(1, due, STEREO);
      due += STEP_MS / speed;
    }
    const packets = await staging.packets.reach(97);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    const decoded = channel(await decodeOpus(packets.map(({ data }) => data)), 2, 0);
    expect(fitTone(decoded.subarray(9_600, 38_400), frequency, 48_000).amplitude).toBeGreaterThan(5_000);
  });

  it('that isn’t heard is silence, and its time stamps go on', async () => {
    await using staging = new Staging();
    staging.stage.prepare(STEREO);
    let due = staging.play(30, START, STEREO);
    for (let step = 0; step < 60; step++) {
      staging.stage.silence(due);
      due += STEP_MS;
    }
    staging.play(30, due, STEREO);
    const packets = await staging.packets.reach(195);
    expect(isEven(packets.map(({ timestamp }) => timestamp))).toBe(true);
    const decoded = channel(await decodeOpus(packets.map(({ data }) => data)), 2, 0);
    const silence = decoded.subarray(38_400, 62_400);
    expect(silence.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(50);
  });
});
