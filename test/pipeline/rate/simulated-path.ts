import { Link } from '../../../src/bench/network/link.js';
import { CLEAR_LINK, type LinkProfile } from '../../../src/bench/network/link-profile.js';
import { exponential, seededRandom } from '../../../src/bench/network/seeded-random.js';
import { Arrivals } from '../../../src/pipeline/rate/arrivals.js';

/** What was known at a time. */
export interface Knowledge {
  /** Milliseconds since the beginning. */
  readonly time: number;
  readonly capacityBps: number | undefined;
  readonly queueMs: number;
  readonly fractionLost: number;
}

export interface SimulatedStream {
  /** The path, from a time (ms) on. */
  readonly path: readonly { readonly from: number; readonly link: Partial<LinkProfile> }[];
  /** What the picture takes at a time (ms), bits per second. */
  readonly pictureBps: (time: number) => number;
  readonly untilMs: number;
  readonly framesPerSecond?: number;
  /** Times between the browser's feedback, ms. */
  readonly feedbackMs?: number;
  /** The receiver reads what came no more often than this, ms. */
  readonly readMs?: number;
  readonly seed?: number;
}

interface Sent {
  readonly time: number;
  readonly bytes: number;
  readonly arrival: number | undefined;
}

const SOUND_BYTES = 178;
const SOUND_MS = 10;
const MOST_BYTES = 1_150;
const IP_AND_UDP_BYTES = 28;
/** Browsers tell of times in quarters of a millisecond, on a clock of their own. */
const TICKS_PER_MS = 4;
const CLOCK_OFFSET = 1e8;

/** Lets a game's stream cross a calculated path, in a moment and without a clock. Tells what was known after each feedback. */
export function simulate(stream: SimulatedStream): Knowledge[] {
  const { untilMs, feedbackMs = 100, readMs = 0, seed = 1 } = stream;
  const random = seededRandom(seed, 1);
  const link = new Link(CLEAR_LINK, random);
  const changes = [...stream.path];
  const arrivals = new Arrivals();
  const known: Knowledge[] = [];
  let flying: Sent[] = [];
  let feedbackAt = feedbackMs;
  for (const { time, bytes } of packetsOf(stream, seededRandom(seed, 2))) {
    for (; feedbackAt <= time && feedbackAt <= untilMs; feedbackAt += feedbackMs) {
      flying = tell(arrivals, flying, feedbackAt);
      const { capacityBps, queueMs, fractionLost } = arrivals;
      known.push({ time: feedbackAt, capacityBps, queueMs, fractionLost });
    }
    while (changes[0] && changes[0].from <= time) link.change({ ...CLEAR_LINK, ...changes.shift()!.link });
    const fate = link.take(time, bytes - IP_AND_UDP_BYTES);
    const at = fate.kind === 'delivered' ? fate.at : undefined;
    flying.push({
      time,
      bytes,
      arrival: at !== undefined && readMs > 0 ? Math.ceil(at / readMs) * readMs : at,
    });
  }
  return known;
}

/** What is known from a time on until another, ms. */
export function between(known: readonly Knowledge[], from: number, to: number): Knowledge[] {
  return known.filter(({ time }) => time >= from && time < to);
}

/** The feedback tells of all packets until the last one that came. */
function tell(arrivals: Arrivals, flying: readonly Sent[], now: number): Sent[] {
  const last = flying.findLastIndex(({ arrival }) => arrival !== undefined && arrival <= now);
  for (const { time, bytes, arrival } of flying.slice(0, last + 1)) {
    if (arrival === undefined) arrivals.lose(time);
    else arrivals.arrive(time, Math.round(arrival * TICKS_PER_MS) / TICKS_PER_MS + CLOCK_OFFSET, bytes, 0);
  }
  arrivals.conclude();
  return flying.slice(last + 1);
}

/** Frames of many lengths, each sent at once, and sound, in the order of their times. */
function packetsOf(
  { pictureBps, untilMs, framesPerSecond = 60 }: SimulatedStream,
  random: () => number,
): { time: number; bytes: number }[] {
  const packets = [];
  for (let time = 0; time < untilMs; time += SOUND_MS) {
    packets.push({ time: time + 0.3 * random(), bytes: SOUND_BYTES });
  }
  for (let time = 0; time < untilMs; time += 1000 / framesPerSecond) {
    const bytes = Math.max(100, (pictureBps(time) / 8 / framesPerSecond) * (0.5 + exponential(random, 0.5)));
    const count = Math.ceil(bytes / MOST_BYTES);
    for (let index = 0; index < count; index++) {
      packets.push({ time: time + 0.02 * index, bytes: Math.round(bytes / count) + 70 });
    }
  }
  return packets.sort((a, b) => a.time - b.time);
}
