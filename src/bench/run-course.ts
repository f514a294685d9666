import type { RelayPeriod } from './network/relay-report.js';
import type { LoggedBeep, LoggedLook } from './page/page-log.js';
import type { TimePoint } from './report/time-line.js';
import { firstFrom, RunningTotal } from './running-total.js';
import { soundDelay } from './sound-delay.js';

/** Beeps of a while are enough to tell which is whose. */
const SOUND_WINDOW_MS = 3_000;
/** Longer than any beep is under way (ms). */
const LATEST_BEEP_MS = 1_000;

/** What page and relay counted in the course of a run, and what was heard. Times are the page's, ms. */
export interface CountedCourse {
  readonly looks: readonly LoggedLook[];
  readonly periods: readonly (Omit<RelayPeriod, 'monotonicMs'> & { readonly time: number })[];
  readonly presses: readonly {
    readonly time: number;
    readonly stepTime: number;
    readonly displayTime: number;
  }[];
  /** None where presses aren't heard. */
  readonly beeps: readonly LoggedBeep[];
  readonly toHost: (pageTime: number) => number;
}

/** @returns what there was between two times of the page, ms. */
export function courseOf(course: CountedCourse): (from: number, to: number) => Partial<TimePoint> {
  const { looks } = course;
  const times = looks.map(({ time }) => time);
  const grown = (figure: (look: LoggedLook) => number) =>
    new RunningTotal(looks.map((look) => ({ time: look.time, value: figure(look) })));
  const bytes = grown(({ videoBytes, soundBytes }) => videoBytes + soundBytes);
  const concealed = grown(({ samplesConcealed }) => samplesConcealed);
  const received = grown(({ samplesReceived }) => samplesReceived);
  const waited = grown(({ soundDelaySeconds }) => soundDelaySeconds);
  const played = grown(({ soundSamples }) => soundSamples);
  const breaks = grown(({ soundBreaks }) => soundBreaks);
  const sending = sentIn(course);
  const hearing = heardIn(course);
  return (from, to) => {
    const bitrateBps = perSecond(bytes.growth(from, to), to - from, 8);
    const concealedShare = ratio(concealed.growth(from, to), received.growth(from, to));
    const bufferSeconds = ratio(waited.growth(from, to), played.growth(from, to));
    const broken = breaks.growth(from, to);
    const { width = 0, height = 0 } = looks[firstFrom(times, to) - 1] ?? {};
    return {
      ...(bitrateBps !== undefined && { bitrateBps }),
      ...(concealedShare !== undefined && { concealedShare: Math.min(1, concealedShare) }),
      ...(bufferSeconds !== undefined && { soundBufferMs: bufferSeconds * 1000 }),
      ...(broken !== undefined && { soundBreaks: Math.max(0, Math.round(broken)) }),
      ...(width > 0 && height > 0 && { width, height }),
      ...sending(from, to),
      ...hearing(from, to),
    };
  };
}

/** What the host sent to the viewer that measures, by all the connections that it had. */
function sentIn({ looks, periods }: CountedCourse): (from: number, to: number) => Partial<TimePoint> {
  const ports = new Set(looks.flatMap(({ remotePort }) => remotePort ?? []));
  const total = (figure: (path: RelayPeriod['paths'][number]) => number) => {
    let sum = 0;
    const readings = periods.map(({ time, paths }) => {
      for (const path of paths) if (ports.has(path.viewerPort)) sum += figure(path);
      return { time, value: sum };
    });
    return new RunningTotal(readings);
  };
  const bytes = total(({ sentBytes }) => sentBytes);
  const packets = total(({ sentPackets }) => sentPackets);
  const lost = total(({ lostPackets }) => lostPackets);
  return (from, to) => {
    const sentBps = perSecond(bytes.growth(from, to), to - from, 8);
    const lossShare = ratio(lost.growth(from, to), packets.growth(from, to));
    return {
      ...(sentBps !== undefined && { sentBps }),
      ...(lossShare !== undefined && { lossShare: Math.min(1, lossShare) }),
    };
  };
}

/** How late sound was; told of a while at once, since a single beep can't be told from the next. */
function heardIn({
  presses,
  beeps,
  toHost,
}: CountedCourse): (from: number, to: number) => Partial<TimePoint> {
  const times = presses.map(({ time }) => time);
  const heard = beeps.map(({ time }) => time);
  const known = new Map<number, Partial<TimePoint>>();
  const within = (window: number): Partial<TimePoint> => {
    const [from, to] = [window * SOUND_WINDOW_MS, (window + 1) * SOUND_WINDOW_MS];
    const near = beeps.slice(firstFrom(heard, from), firstFrom(heard, to + LATEST_BEEP_MS));
    const pressed = presses.slice(firstFrom(times, from), firstFrom(times, to));
    const { delayMs } = soundDelay(pressed, near, toHost);
    return delayMs === undefined ? {} : { soundDelayMs: Math.max(0, delayMs) };
  };
  return (from, to) => {
    if (beeps.length === 0) return {};
    const window = Math.floor((from + to) / 2 / SOUND_WINDOW_MS);
    const found = known.get(window) ?? within(window);
    known.set(window, found);
    return found;
  };
}

function perSecond(growth: number | undefined, ms: number, factor: number): number | undefined {
  return growth === undefined ? undefined : (growth * factor * 1000) / ms;
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : Math.max(0, part / whole);
}
