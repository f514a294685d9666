import { SoundBuffer } from '../../../web-player/src/sound/sound-buffer.js';

const PACKET = 480;
const TONE_HZ = 440;

export interface SimulationOptions {
  readonly seconds: number;
  /** How much faster the host's clock is than the device's, parts per million. */
  readonly driftPpm?: number;
  /** Milliseconds from the step to the arrival of the message; `undefined` for a lost one. */
  readonly delayMs?: (message: number) => number | undefined;
  readonly framesPerSecond?: number;
  /** What a step makes, samples; as many as its time takes where this isn't given. */
  readonly samplesOf?: (step: number) => number;
  /** The device's rate, and how many frames it takes at once. */
  readonly deviceRate?: number;
  readonly deviceFrames?: number;
  /** When (s) the device takes nothing, for so long (s) each. */
  readonly stalls?: readonly (readonly [at: number, seconds: number])[];
  /** Called before each block that the device takes, with the time in seconds. */
  readonly onBlock?: (buffer: SoundBuffer, time: number) => void;
  /** No sound is made between these times (s); time stamps jump. */
  readonly pause?: readonly [from: number, to: number];
}

export interface Simulation {
  /** Mean ticks in the buffer, of each second. */
  readonly levels: number[];
  /** Times (s) at which the buffer ran out. */
  readonly dryAt: number[];
  /** The largest step from one sample to the next. */
  readonly largestStep: number;
  /** Frames of device that were silent, from the first sound on. */
  readonly silentFrames: number;
}

/** Plays a tone of the test's own making through a buffer, on clocks that the test sets. */
export function simulate(options: SimulationOptions): Simulation {
  const { seconds, driftPpm = 0, delayMs = () => 0, framesPerSecond = 60.0988 } = options;
  const { deviceRate = 48_000, deviceFrames = 128, pause = [0, 0], stalls = [], onBlock } = options;
  const waiting = [...stalls];
  let stalled = 0;
  const buffer = new SoundBuffer();
  buffer.volume = 1;
  const { samplesOf = () => (48_000 * (1 + driftPpm / 1e6)) / framesPerSecond } = options;
  const arrivals = packetArrivals(seconds, framesPerSecond, samplesOf, pause, delayMs);
  const levels: number[] = [];
  const dryAt: number[] = [];
  let [sum, blocks, largestStep, silentFrames, last, next] = [0, 0, 0, 0, 0, 0];
  let wasDry = true;
  let begun = false;
  const [left, right] = [new Float32Array(128), new Float32Array(128)];
  for (let frame = 0; frame < seconds * deviceRate; frame += deviceFrames) {
    if (waiting[0] && frame / deviceRate + stalled >= waiting[0][0]) stalled += waiting.shift()![1];
    const time = frame / deviceRate + stalled;
    for (; next < arrivals.length && arrivals[next]!.time <= time; next++) {
      const { timestamp } = arrivals[next]!;
      buffer.write(timestamp >>> 0, tone(timestamp), tone(timestamp));
    }
    onBlock?.(buffer, time);
    for (let done = 0; done < deviceFrames; done += 128) {
      buffer.read(left, right, 48_000 / deviceRate, Math.floor(time * 1000));
      for (const sample of left) {
        largestStep = Math.max(largestStep, Math.abs(sample - last));
        last = sample;
        if (sample !== 0) begun = true;
        else if (begun) silentFrames++;
      }
    }
    if (buffer.dry && !wasDry) dryAt.push(time);
    wasDry = buffer.dry > 0;
    sum += buffer.level;
    blocks++;
    if (Math.floor((frame + deviceFrames) / deviceRate) > levels.length) {
      levels.push(sum / blocks);
      [sum, blocks] = [0, 0];
    }
  }
  return { levels, dryAt, largestStep, silentFrames };
}

/** Packets are cut out of what each step makes, as the host does; a message holds its packet and the one before. */
function packetArrivals(
  seconds: number,
  framesPerSecond: number,
  samplesOf: (step: number) => number,
  [from, to]: readonly [number, number],
  delayMs: (message: number) => number | undefined,
): { time: number; timestamp: number }[] {
  const arrived = new Map<number, number>();
  // Just before the time stamps start again from 0.
  let timestamp = 2 ** 32 - 48_000;
  let [made, message, previous] = [0, 0, -1];
  for (let step = 1; step / framesPerSecond < seconds; step++) {
    const time = step / framesPerSecond;
    if (time > from && time <= to) {
      if (time - 1 / framesPerSecond <= from) timestamp += Math.round((to - from) * 48_000);
      continue;
    }
    made += samplesOf(step);
    for (; made >= PACKET; made -= PACKET) {
      const delay = delayMs(message++);
      if (delay !== undefined) {
        for (const packet of [previous, timestamp]) {
          if (packet < 0 || packet < timestamp - PACKET) continue;
          arrived.set(packet, Math.min(arrived.get(packet) ?? Number.POSITIVE_INFINITY, time + delay / 1000));
        }
      }
      previous = timestamp;
      timestamp += PACKET;
    }
  }
  let newest = 0;
  return [...arrived]
    .sort(([a], [b]) => a - b)
    .map(([timestamp, time]) => {
      // The page takes packets in order.
      newest = Math.max(newest, time);
      return { time: newest, timestamp };
    });
}

/** By the place in a second, as which each second is. */
const TONES = new Map<number, Float32Array>();

function tone(timestamp: number): Float32Array {
  const place = timestamp % 48_000;
  const known = TONES.get(place);
  if (known) return known;
  const made = Float32Array.from({ length: PACKET }, (_, index) =>
    Math.sin((2 * Math.PI * TONE_HZ * (place + index)) / 48_000),
  );
  TONES.set(place, made);
  return made;
}
