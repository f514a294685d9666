// What early ticks bring a player, and what they do to the pace of the game: inputs in several rhythms, with and without.
// npm run bench:early-ticks -- [--seconds 60]: one JSON object on stdout, from input to encoded frame.
import { parseArgs } from 'node:util';
import { findCoreProgram } from '../pipeline/core/core-program.js';
import { findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp } from '../pipeline/frame.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { UNKNOWN_PATH } from '../pipeline/rate/path-estimate.js';
import type { Transport } from '../pipeline/transport/transport.js';
import { type Controls, neutralControls } from '../protocol/input-packet.js';
import { InputMixer } from '../room/input-mixer.js';
import { type Percentiles, percentilesOf } from './percentiles.js';

/** How often a player presses a button, or whether it moves a stick all the time. */
interface Rhythm {
  readonly players: number;
  readonly pressesPerSecond?: number;
  readonly stickPacketsPerSecond?: number;
}

const RHYTHMS: Readonly<Record<string, Rhythm>> = {
  'one player, a press a second': { players: 1, pressesPerSecond: 1 },
  'one player, 8 presses a second': { players: 1, pressesPerSecond: 8 },
  'two players, 12 presses a second each': { players: 2, pressesPerSecond: 12 },
  'a stick in motion, 250 packets a second': { players: 1, stickPacketsPerSecond: 250 },
};

interface Result {
  readonly rhythm: string;
  readonly earlyTicks: boolean;
  /** Milliseconds from the arrival of a press until the first frame with it was encoded. */
  readonly pressToEncodedMs: Percentiles;
  /** Milliseconds between two steps; the shortest ones as the first and fifth percentile. */
  readonly stepIntervalMs: Percentiles & { readonly p1: number; readonly p5: number };
  /** What a display of 60 Hz would make of the encoded frames: ticks with none that is new, and frames that no tick showed. */
  readonly atDisplay: { readonly repeatedPerSecond: number; readonly unseenPerSecond: number };
  /** How much (parts of one) the rate of the measured steps is off the core's. */
  readonly rateOff: number;
  readonly framesSkipped: number;
}

/** A press holds a button for this share of the time to the next. */
const HELD_SHARE = 0.5;
const WARM_UP_MS = 1_500;
const DISPLAY_INTERVAL_MS = 1000 / 60;
/** Where the display's ticks lie makes a difference: each is the mean of so many places. */
const DISPLAY_PHASES = 16;

/** A viewer on the data channel, who notes when each frame was there. */
class Recorder implements Transport {
  readonly kind = 'frames';
  readonly frames: { readonly stamp: FrameStamp; readonly encodedTime: number }[] = [];

  sendFrame({ stamp }: EncodedFrame): void {
    this.frames.push({ stamp, encodedTime: performance.now() });
  }

  sendSound(): void {}

  statistics(): ReturnType<Transport['statistics']> {
    return { bytesSent: 0, framesSent: 0, framesSkipped: 0, roundTripMs: undefined, fractionLost: 0 };
  }

  path(): ReturnType<Transport['path']> {
    return UNKNOWN_PATH;
  }

  beside(): ReturnType<Transport['beside']> {
    return { soundBps: 0, repairShare: 0 };
  }

  close(): void {}
}

/** A page's packets, as they come in. */
class Player {
  readonly presses: { readonly sequence: number; readonly time: number }[] = [];
  readonly #seat: number;
  readonly #mixer: InputMixer;
  readonly #onNews: () => void;
  #controls: Controls = neutralControls();
  #sequence = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seat: number, mixer: InputMixer, onNews: () => void) {
    this.#seat = seat;
    this.#mixer = mixer;
    this.#onNews = onNews;
    this.#send();
  }

  /** Presses at random moments, so many times a second on average. */
  press(perSecond: number): void {
    const periodMs = (1000 / perSecond) * (0.7 + 0.6 * Math.random());
    this.#hold(1);
    this.presses.push({ sequence: this.#sequence, time: performance.now() });
    setTimeout(() => this.#hold(0), Math.min(100, periodMs * HELD_SHARE));
    this.#timer = setTimeout(() => this.press(perSecond), periodMs);
  }

  moveStick(perSecond: number): void {
    this.#timer = setInterval(() => {
      const turn = performance.now() / 100;
      const axes = Int16Array.of(30_000 * Math.cos(turn), 30_000 * Math.sin(turn), 0, 0);
      this.#controls = { ...this.#controls, axes };
      this.#send();
    }, 1000 / perSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #hold(buttons: number): void {
    const pressCounts = this.#controls.pressCounts.slice();
    if (buttons) pressCounts[0]!++;
    this.#controls = { ...this.#controls, buttons, pressCounts };
    this.#send();
  }

  #send(): void {
    this.#sequence++;
    if (this.#mixer.receive(this.#seat, this.#sequence, this.#controls)) this.#onNews();
  }
}

async function measure(name: string, rhythm: Rhythm, earlyTicks: boolean, seconds: number): Promise<Result> {
  const mixer = new InputMixer(rhythm.players);
  const [core, ffmpeg] = [await findCoreProgram('test-pattern', undefined), await findFfmpeg('vp8')];
  const pipeline = await Pipeline.open(
    { core, ffmpeg, codec: 'vp8', earlyTicks },
    {
      sampleInputs: () => mixer.sample(),
      onFormat: () => {},
      onInterruption: console.error,
      onRecovery: console.error,
      onFailure: (what, failure) => {
        throw new Error(`${what} failed`, { cause: failure });
      },
    },
  );
  const recorder = new Recorder();
  pipeline.start();
  pipeline.renditions.add(recorder);
  await wait(WARM_UP_MS);
  recorder.frames.length = 0;
  const skippedBefore = pipeline.statistics().framesSkipped;
  const players = Array.from(
    { length: rhythm.players },
    (_, index) => new Player(index + 1, mixer, () => pipeline.hurry()),
  );
  for (const player of players) {
    if (rhythm.pressesPerSecond) player.press(rhythm.pressesPerSecond);
    if (rhythm.stickPacketsPerSecond) player.moveStick(rhythm.stickPacketsPerSecond);
  }
  await wait(seconds * 1000);
  for (const player of players) player.stop();
  const framesSkipped = pipeline.statistics().framesSkipped - skippedBefore;
  await pipeline.close();
  const stamps = recorder.frames.map(({ stamp }) => stamp);
  const intervals = stamps.slice(1).map(({ stepTime }, index) => stepTime - stamps[index]!.stepTime);
  const sorted = [...intervals].sort((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.floor(share * sorted.length)]!.toFixed(2));
  const [first, last] = [stamps[0]!, stamps.at(-1)!];
  const rate = ((last.number - first.number) * 1000) / (last.stepTime - first.stepTime);
  const result = {
    rhythm: name,
    earlyTicks,
    pressToEncodedMs: percentilesOf(players.flatMap((player, seat) => delaysOf(player, seat, recorder))),
    stepIntervalMs: { p1: at(0.01), p5: at(0.05), ...percentilesOf(intervals) },
    atDisplay: atDisplay(recorder.frames.map(({ encodedTime }) => encodedTime)),
    rateOff: Number((rate / pipeline.format.framesPerSecond - 1).toExponential(1)),
    framesSkipped,
  };
  process.stderr.write(`${JSON.stringify(result)}\n`);
  return result;
}

/** Milliseconds from each press of a player until the first frame with it was encoded. */
function delaysOf({ presses }: Player, seat: number, { frames }: Recorder): number[] {
  let index = 0;
  return presses.flatMap(({ sequence, time }) => {
    while (index < frames.length && frames[index]!.stamp.inputSequences[seat]! < sequence) index++;
    const frame = frames[index];
    return frame ? [frame.encodedTime - time] : [];
  });
}

/** @param times - when frames were ready, ms. */
function atDisplay(times: readonly number[]): Result['atDisplay'] {
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  let [repeated, unseen] = [0, 0];
  for (let phase = 0; phase < DISPLAY_PHASES; phase++) {
    const offset = (phase / DISPLAY_PHASES) * DISPLAY_INTERVAL_MS;
    const ticks = times.map((time) => Math.floor((time - offset) / DISPLAY_INTERVAL_MS));
    for (let index = 1; index < ticks.length; index++) {
      repeated += Math.max(0, ticks[index]! - ticks[index - 1]! - 1);
      unseen += ticks[index] === ticks[index - 1] ? 1 : 0;
    }
  }
  const perSecond = (count: number) => Number((count / DISPLAY_PHASES / seconds).toFixed(1));
  return { repeatedPerSecond: perSecond(repeated), unseenPerSecond: perSecond(unseen) };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const results: Result[] = [];
for (const [name, rhythm] of Object.entries(RHYTHMS)) {
  for (const earlyTicks of [false, true]) {
    results.push(await measure(name, rhythm, earlyTicks, Number(values.seconds)));
  }
}
process.stdout.write(`${JSON.stringify({ seconds: Number(values.seconds), results }, null, 2)}\n`);
