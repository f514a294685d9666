import { describe, expect, it, onTestFinished } from 'vitest';
import type { EncodedSound, FrameStamp } from '../../../src/pipeline/frame.js';
import { TimelySound } from '../../../src/pipeline/sound/timely-sound.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEG } from '../ffmpeg/installed.js';
import { decodeOpus } from './decode.js';
import { channel, fitTone, interleave, sine } from './tone.js';

const STEREO = { sampleRate: 48_000, channels: 2 } as const;
const STEP_MS = 1000 / 60;
const SAMPLES_PER_STEP = 800;

function start() {
  const packets = new Arrivals<EncodedSound>();
  const sound = new TimelySound({
    ffmpeg: FFMPEG,
    onPacket: packets.add,
    onRestart: () => {},
    onFailure: () => {},
  });
  onTestFinished(() => sound.close());
  sound.prepare(STEREO);
  return { sound, packets };
}

/** The stamp of a step that is due at a time, and was made so much (ms) before. */
function stampOf(dueTime: number, earlyMs: number): FrameStamp {
  const stepTime = dueTime - earlyMs;
  return { number: 1, stepTime, readyTime: stepTime + 1, dueTime, inputSequences: [], inputTimes: [] };
}

/** Plays so many steps of a tone of 440 Hz at once, each early by what is given for it, in memory that is used again. */
function play(sound: TimelySound, steps: number, earlyMs: (step: number) => number): void {
  const tone = sine(440, 48_000, SAMPLES_PER_STEP * steps);
  const memory = Buffer.alloc(SAMPLES_PER_STEP * 4);
  for (let step = 0; step < steps; step++) {
    const part = tone.subarray(SAMPLES_PER_STEP * step, SAMPLES_PER_STEP * (step + 1));
    memory.set(new Uint8Array(interleave(part, part).buffer));
    sound.encode(memory, stampOf(5000 + step * STEP_MS, earlyMs(step)));
  }
}

describe('sound of steps that came early', () => {
  it('is all there, in its order, however early each was', async () => {
    const { sound, packets } = start();
    play(sound, 120, (step) => (7 * step) % 13);
    const all = await packets.reach(199);
    expect(all.map(({ timestamp }) => timestamp)).toEqual(all.map((_, index) => 480 * index));
    const decoded = channel(await decodeOpus(all.map(({ data }) => data)), 2, 0);
    // One sine from end to end: a sample too many or too few, and most of it would not fit.
    expect(fitTone(decoded.subarray(4800), 440, 48_000).ratioDb).toBeGreaterThan(20);
  });

  it('waits for its time', async () => {
    const { sound, packets } = start();
    const begin = performance.now();
    sound.encode(Buffer.alloc(SAMPLES_PER_STEP * 4), stampOf(begin + 40, 40));
    await packets.reach(1);
    expect(performance.now() - begin).toBeGreaterThan(37);
  });

  it.each([
    ['speed', (sound: TimelySound) => sound.setSpeed(0.5)],
    ['format', (sound: TimelySound) => sound.prepare({ sampleRate: 32_000, channels: 1 })],
  ])('goes first, at once, where another %s follows', async (_, change) => {
    const { sound, packets } = start();
    play(sound, 30, () => 60_000);
    expect(packets.all).toEqual([]);
    change(sound);
    await packets.reach(49);
  });

  it('is forgotten with the room', async () => {
    const { sound, packets } = start();
    sound.encode(Buffer.alloc(SAMPLES_PER_STEP * 4), stampOf(performance.now() + 5, 5));
    await sound.close();
    expect(packets.all).toEqual([]);
  });
});
