import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MediaFormat } from '../../cores/protocol/format.js';
import { NEUTRAL_INPUT } from '../../cores/protocol/host-message.js';
import { isPatchLit, readFrameNumber } from '../../cores/test-pattern/layout.js';
import type { CoreProgram } from '../../src/pipeline/core/core-program.js';
import type { EncodedFrame } from '../../src/pipeline/frame.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import type { VideoCodec } from '../../src/protocol/control-message.js';
import { PATIENCE } from '../patience.js';
import { Arrivals } from './arrivals.js';
import { builtIn, fixture } from './core/core-program-of.js';
import { FFMPEG } from './ffmpeg/installed.js';
import { isRunning, kill } from './process.js';
import { decodeOpus } from './sound/decode.js';
import { RecordingTransport } from './transport/recording-transport.js';
import { decode } from './video/decode.js';

const A_BUTTON = 1 << 8;
const [WIDTH, HEIGHT] = [256, 240];

class Playing {
  readonly formats = new Arrivals<MediaFormat>();
  readonly interruptions = new Arrivals<string>();
  readonly recoveries = new Arrivals<{ what: string; reason: string }>();
  readonly failures = new Arrivals<{ what: string; failure: unknown }>();
  /** The input packet that goes into the next step, and from which one on a button is held. */
  sequence = 0;
  heldFrom = Number.POSITIVE_INFINITY;
  pipeline!: Pipeline;

  static async start(core: CoreProgram, codec: VideoCodec = 'vp8'): Promise<Playing> {
    const playing = new Playing();
    playing.pipeline = await Pipeline.open(
      { core, ffmpeg: FFMPEG, codec, bitrateBps: 4_000_000 },
      {
        sampleInputs: () => {
          const sequence = ++playing.sequence;
          const buttons = sequence >= playing.heldFrom ? A_BUTTON : 0;
          return {
            players: [{ ...NEUTRAL_INPUT, buttons }],
            sequences: [sequence],
            times: [performance.now()],
          };
        },
        onFormat: playing.formats.add,
        onInterruption: playing.interruptions.add,
        onRecovery: (what, reason) => playing.recoveries.add({ what, reason }),
        onFailure: (what, failure) => playing.failures.add({ what, failure }),
      },
    );
    onTestFinished(() => playing.pipeline.close());
    playing.pipeline.start();
    return playing;
  }

  join(): RecordingTransport {
    const viewer = new RecordingTransport();
    this.pipeline.renditions.add(viewer);
    return viewer;
  }

  /** Pauses, and resolves when the step under way is done and its frame is out. */
  async pause(viewer: RecordingTransport): Promise<void> {
    this.pipeline.pause();
    const witness = this.join();
    // What the witness is sent last is the picture that stands: repeats don't change its number.
    await witness.frame(({ keyframe }) => keyframe);
    await vi.waitUntil(
      () => viewer.frames.at(-1)?.stamp.number === this.pipeline.statistics().steps,
      PATIENCE,
    );
    this.pipeline.renditions.remove(witness);
  }
}

function numbersOf(frames: readonly EncodedFrame[]): number[] {
  return frames.map(({ stamp }) => stamp.number);
}

function isKeyframe({ keyframe }: EncodedFrame): boolean {
  return keyframe;
}

/** How many numbers are left out in a row that never falls; a picture that is repeated has its number again. */
function gapsIn(numbers: readonly number[]): number {
  let gaps = 0;
  for (let index = 1; index < numbers.length; index++) {
    expect(numbers[index]).toBeGreaterThanOrEqual(numbers[index - 1]!);
    gaps += Math.max(0, numbers[index]! - numbers[index - 1]! - 1);
  }
  return gaps;
}

describe.each(['vp8', 'h264'] as const)('the pipeline with %s', (codec) => {
  it('sends a joiner a keyframe within a few frames, and everything in order from there', async () => {
    const playing = await Playing.start(builtIn('test-pattern'), codec);
    const first = playing.join();
    await first.framesReach(20);
    const joiner = playing.join();
    await joiner.frame(isKeyframe);
    const position = joiner.frames.findIndex(isKeyframe);
    // At most what was in the encoder and its pipe already.
    expect(position).toBeLessThanOrEqual(4);
    await joiner.framesReach(position + 20);
    const frames = joiner.frames.slice(position);
    expect(gapsIn(numbersOf(first.frames))).toBeLessThanOrEqual(playing.pipeline.statistics().framesDropped);
    expect(first.frames.slice(-frames.length)).toEqual(frames);
    const pictures = await decode(frames, WIDTH, HEIGHT);
    expect(pictures.map((picture) => readFrameNumber(picture, WIDTH, HEIGHT))).toEqual(numbersOf(frames));
    // The two joiners had a keyframe each, and nobody else wished for one.
    expect(first.frames.filter(isKeyframe)).toHaveLength(2);
  });

  it('says of each frame which input went into it', async () => {
    const playing = await Playing.start(builtIn('test-pattern'), codec);
    playing.heldFrom = 15;
    const viewer = playing.join();
    const frames = await viewer.framesReach(30);
    const played = frames.slice(0, 30);
    const pictures = await decode(played, WIDTH, HEIGHT);
    for (const [index, { stamp }] of played.entries()) {
      const lit = isPatchLit(pictures[index]!, WIDTH, HEIGHT, 0);
      expect(lit, `frame ${stamp.number} with input ${stamp.inputSequences[0]}`).toBe(
        stamp.inputSequences[0]! >= 15,
      );
    }
  });

  it('goes on with a keyframe when its ffmpeg is killed', async () => {
    const playing = await Playing.start(builtIn('test-pattern'), codec);
    const viewer = playing.join();
    await viewer.framesReach(10);
    const before = viewer.frames.length;
    kill(playing.pipeline.processIds.video);
    const [recovery] = await playing.recoveries.reach(1);
    expect(recovery).toMatchObject({ what: 'video encoder', reason: expect.stringContaining('SIGKILL') });
    await viewer.frame(isKeyframe, before);
    const restart = viewer.frames.findIndex((frame, index) => index >= before && frame.keyframe);
    await viewer.framesReach(restart + 10);
    expect(gapsIn(numbersOf(viewer.frames))).toBeGreaterThanOrEqual(0);
    const frames = viewer.frames.slice(restart);
    const pictures = await decode(frames, WIDTH, HEIGHT);
    expect(pictures.map((picture) => readFrameNumber(picture, WIDTH, HEIGHT))).toEqual(numbersOf(frames));
    expect(playing.pipeline.statistics().encoderRestarts).toBe(1);
    expect(playing.failures.all).toEqual([]);
  });
});

describe('a paused game', () => {
  it('gives joiners a keyframe of the picture that stands, and goes on when it is resumed', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const first = playing.join();
    await first.framesReach(10);
    await playing.pause(first);
    const { steps } = playing.pipeline.statistics();
    // One after the other, sooner than a room may have its next keyframe.
    for (let joiners = 0; joiners < 5; joiners++) {
      const joiner = playing.join();
      const frame = await joiner.frame(isKeyframe);
      expect(frame.stamp.number).toBe(steps);
      const [picture] = await decode([frame], WIDTH, HEIGHT);
      expect(readFrameNumber(picture!, WIDTH, HEIGHT)).toBe(steps);
    }
    expect(playing.pipeline.paused).toBe(true);
    expect(playing.pipeline.statistics().steps).toBe(steps);
    const sent = first.frames.length;
    playing.pipeline.resume();
    await first.framesReach(sent + 5);
    expect(first.frames[sent]!.stamp.number).toBe(steps + 1);
  });

  it('gives a keyframe to one who joined in the moment of the pause', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const first = playing.join();
    await first.framesReach(10);
    const before = first.frames.length;
    playing.join();
    await first.frame(isKeyframe, before);
    // The wish of the one before is just met, and its timer not yet through.
    playing.pipeline.pause();
    const late = playing.join();
    await late.frame(isKeyframe);
  });

  it('gives joiners the picture even if ffmpeg dies meanwhile', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const first = playing.join();
    await first.framesReach(10);
    await playing.pause(first);
    const { steps } = playing.pipeline.statistics();
    for (let death = 1; death <= 2; death++) {
      kill(playing.pipeline.processIds.video);
      await playing.recoveries.reach(death);
      const joiner = playing.join();
      const frame = await joiner.frame(isKeyframe);
      const [picture] = await decode([frame], WIDTH, HEIGHT);
      expect(readFrameNumber(picture!, WIDTH, HEIGHT)).toBe(steps);
    }
  });
});

describe('the pipeline', () => {
  it('makes frames due at the core’s exact rate', async () => {
    const playing = await Playing.start(fixture('python-core.py'));
    const frames = await playing.join().framesReach(40);
    const periodMs = (1000 * 70_224) / 4_194_304;
    let anew = 0;
    for (let index = 1; index < frames.length; index++) {
      const [before, here] = [frames[index - 1]!.stamp, frames[index]!.stamp];
      const expected = (here.number - before.number) * periodMs;
      if (Math.abs(here.dueTime - before.dueTime - expected) > 1e-6) anew++;
      expect(here.readyTime).toBeGreaterThanOrEqual(here.stepTime);
    }
    // The clock starts anew only where the machine was far too slow.
    if (playing.pipeline.statistics().framesSkipped === 0) expect(anew).toBe(0);
  });

  it('plays a core in another language, with sound', async () => {
    const playing = await Playing.start(fixture('python-core.py'), 'h264');
    const viewer = playing.join();
    await viewer.framesReach(20);
    expect(playing.pipeline.core).toMatchObject({ name: 'python-core', title: 'Tartan' });
    const frames = viewer.frames.slice(viewer.frames.findIndex(isKeyframe));
    const pictures = await decode(frames, 160, 144);
    // The tartan wanders: no two frames are alike.
    expect(pictures[0]!.equals(pictures.at(-1)!)).toBe(false);
    const packets = await viewer.soundReaches(20);
    expect(loudnessOf(await decodeOpus(packets.map(({ data }) => data)))).toBeGreaterThan(500);
  });

  it('sends sound beside the picture', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const viewer = playing.join();
    const packets = await viewer.soundReaches(40);
    expect(packets[0]!.afterGap || packets[0]!.timestamp > 0).toBe(true);
    for (let index = 1; index < packets.length; index++) {
      const rise = packets[index]!.timestamp - packets[index - 1]!.timestamp;
      if (packets[index]!.afterGap) expect(rise).toBeGreaterThanOrEqual(480);
      else expect(rise).toBe(480);
    }
    // A tone of −30 dB has a root mean square of 733.
    expect(loudnessOf(await decodeOpus(packets.map(({ data }) => data)))).toBeGreaterThan(500);
  });

  it('goes on with sound when the sound’s ffmpeg is killed', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const viewer = playing.join();
    await viewer.soundReaches(10);
    kill(playing.pipeline.processIds.sound);
    const [recovery] = await playing.recoveries.reach(1);
    expect(recovery?.what).toBe('sound encoder');
    await viewer.soundReaches(viewer.sound.length + 10);
    expect(viewer.sound.slice(1).some(({ afterGap }) => afterGap)).toBe(true);
  });

  it('goes on counting frames when its core is killed, and says what happened', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const viewer = playing.join();
    await viewer.framesReach(10);
    kill(playing.pipeline.processIds.core);
    const [recovery] = await playing.recoveries.reach(1);
    expect(playing.interruptions.all).toEqual(['The core was ended by SIGKILL.']);
    expect(recovery).toEqual({
      what: 'core',
      // From a state only where the machine took more than 4 s to get here.
      reason: expect.stringMatching(
        /^The core was ended by SIGKILL\. It was started again (from the beginning|where the game was a moment ago)\.$/,
      ),
    });
    await viewer.framesReach(viewer.frames.length + 10);
    expect(gapsIn(numbersOf(viewer.frames))).toBeLessThanOrEqual(playing.pipeline.statistics().framesDropped);
    expect(playing.pipeline.statistics().coreRestarts).toBe(1);
    expect(playing.formats.all).toHaveLength(1);
  });

  it('says once that its core is given up', async () => {
    const playing = await Playing.start(fixture('exits-after-steps.js', '2'));
    const [failure] = await playing.failures.reach(1);
    expect(failure).toMatchObject({
      what: 'core',
      failure: { kind: 'game', message: 'The core exited with code 9.' },
    });
    await playing.pipeline.close();
    expect(playing.failures.all).toHaveLength(1);
    expect(playing.recoveries.all).toHaveLength(2);
  });

  it('can’t be opened with a core that can’t play', async () => {
    await expect(Playing.start(fixture('error-message.js'))).rejects.toMatchObject({
      message: 'The game needs a BIOS, and there is none.',
    });
  });

  it('plays a core that keeps its own clock', async () => {
    const playing = await Playing.start(fixture('keeps-own-clock.js', '10'));
    const frames = await playing.join().framesReach(6);
    for (const { stamp } of frames) expect(stamp.dueTime).toBe(stamp.readyTime);
    // It hangs in its tenth step; closing doesn't wait for it.
    await vi.waitUntil(() => playing.pipeline.statistics().steps >= 9, PATIENCE);
    await playing.pipeline.close();
  });

  it('goes on with keyframes, on one canvas in the end, where the picture keeps changing its size', async () => {
    const playing = await Playing.start(fixture('changes-size.js'));
    const viewer = playing.join();
    await viewer.frame(({ stamp }) => stamp.number > 60);
    expect(playing.formats.all.map(({ width }) => width).slice(0, 4)).toEqual([64, 32, 64, 32]);
    expect(gapsIn(numbersOf(viewer.frames))).toBeGreaterThanOrEqual(0);
    // Three changes had encoders of their own.
    const { video } = playing.pipeline.processIds;
    await viewer.frame(({ stamp }) => stamp.number > 90);
    expect(playing.pipeline.processIds.video).toBe(video);
    expect(playing.recoveries.all).toEqual([]);
  });

  it('counts what it does', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const viewer = playing.join();
    await viewer.framesReach(30);
    await viewer.soundReaches(30);
    const statistics = playing.pipeline.statistics();
    expect(statistics.framesEncoded).toBe(viewer.frames.length);
    expect(statistics.keyframes).toBe(viewer.frames.filter(isKeyframe).length);
    expect(statistics.soundBytes).toBe(120 * viewer.sound.length);
    expect(statistics.videoBytes).toBe(
      viewer.frames.reduce(
        (total, { units }) => total + units.reduce((sum, unit) => sum + unit.length, 0),
        0,
      ),
    );
    expect(statistics.steps).toBeGreaterThanOrEqual(30);
    expect(statistics).toMatchObject({ coreRestarts: 0, encoderRestarts: 0 });
  });

  it('leaves no process and sends nothing more when it is closed', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const viewer = playing.join();
    await viewer.framesReach(3);
    const { core, video, sound } = playing.pipeline.processIds;
    expect([core, video, sound].map((pid) => isRunning(pid!))).toEqual([true, true, true]);
    await playing.pipeline.close();
    const sent = viewer.frames.length;
    expect([core, video, sound].map((pid) => isRunning(pid!))).toEqual([false, false, false]);
    playing.join();
    await playing.pipeline.close();
    expect(viewer.frames).toHaveLength(sent);
    expect(playing.failures.all).toEqual([]);
    expect(playing.interruptions.all).toEqual([]);
    expect(playing.recoveries.all).toEqual([]);
  });

  it('saves, loads and resets between two steps, running and paused, and leaves no frame out', async () => {
    const playing = await Playing.start(builtIn('test-pattern'));
    const { pipeline } = playing;
    const viewer = playing.join();
    await viewer.frame(isKeyframe);
    const state = await pipeline.saveState();
    expect(state?.length).toBeGreaterThan(0);
    expect(await pipeline.reset()).toBeUndefined();
    pipeline.pause();
    const paused = await pipeline.saveState();
    expect(paused).not.toEqual(state);
    expect(await pipeline.loadState(state!)).toBeUndefined();
    expect(await pipeline.saveState()).toEqual(state);
    expect(await pipeline.loadState(Buffer.from('no state'))).toMatch(/./);
    pipeline.resume();
    const before = viewer.frames.length;
    await viewer.frame((frame) => viewer.frames.indexOf(frame) > before + 5);
    const { coreRestarts, framesDropped } = pipeline.statistics();
    expect(coreRestarts).toBe(0);
    const [first, last] = [viewer.frames[0]!, viewer.frames.at(-1)!];
    // But for those that a busy machine dropped, which are counted.
    const missing = last.stamp.number - first.stamp.number + 1 - viewer.frames.length;
    expect(missing).toBeLessThanOrEqual(framesDropped);
    await pipeline.finish();
    await expect(pipeline.saveState()).rejects.toThrow();
  });
});

/** Root mean square of samples. */
function loudnessOf(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((total, sample) => total + sample * sample, 0) / samples.length);
}
