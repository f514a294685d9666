import { alignClocks, type ClockAlignment, type ClockSample } from './clock-alignment.js';
import { followPresses } from './follow-presses.js';
import { countFrames, displayTimes, intervalsOf, type Span, tickIntervals } from './frame-counts.js';
import type { EventOf } from './host-process.js';
import { identifyPictures } from './identify-pictures.js';
import type { BrowserCounts, JoinLog, PageLog } from './page/page-log.js';
import { distributionOf } from './report/distribution.js';
import { latencyOf } from './report/latency.js';
import type { RunResult } from './report/result.js';
import { timeLineOf } from './run-time-line.js';
import { soundDelay } from './sound-delay.js';
import type { Trace } from './trace.js';

/** Everything that was seen of a run. */
export interface RunFacts {
  readonly log: PageLog;
  /** Looks at the page's clock on the machine's monotonic one. */
  readonly clockLooks: readonly ClockSample[];
  /** The run, ms on the machine's monotonic clock. */
  readonly from: number;
  readonly to: number;
  readonly seat: number;
  readonly before: BrowserCounts;
  readonly after: BrowserCounts;
  readonly join: JoinLog;
  readonly stats: readonly EventOf<'stats'>[];
  readonly trace: Trace;
  readonly key: { readonly code: string; readonly button: number };
  /** Whether there is something between page and host that is slower one way than the other. */
  readonly isRelayed: boolean;
  /** Whether each press is heard as a beep of its own. */
  readonly isHeard: boolean;
  readonly warnings: readonly string[];
}

/** Two ways to align the clocks that differ by more than this (ms) can't both be right. */
const CLOCK_TOLERANCE_MS = 1;
/** A share of presses without effect that is worth a word. */
const MANY_MISSED = 0.05;

/** Makes figures of what was seen of a run. */
export function evaluateRun(facts: RunFacts): Omit<RunResult, 'combination' | 'repeat' | 'cost'> {
  const { trace, seat, key, before, after, join, stats } = facts;
  const warnings = [...facts.warnings];
  const direct = pageToMonotonic(facts.clockLooks);
  const inPage = { from: fromMonotonic(direct, facts.from), to: fromMonotonic(direct, facts.to) };
  const onHost: Span = { from: trace.fromMonotonic(facts.from), to: trace.fromMonotonic(facts.to) };
  const toHost = chooseClock(facts, direct, warnings);
  const isShortWay = !facts.isRelayed;
  const pictures = identifyPictures(facts.log.pictures, trace, isShortWay ? toHost : undefined);
  const log = { ...facts.log, pictures };
  const { presses, missed, contradicted } = followPresses({ log, trace, toHost, seat, key });
  const inRun = presses.filter(({ time }) => time >= inPage.from && time < inPage.to);
  if (missed > (presses.length + missed) * MANY_MISSED) {
    warnings.push(`${missed} of ${presses.length + missed} presses were not seen on the display.`);
  }
  if (contradicted > 0) {
    warnings.push(`${contradicted} pictures showed something else than the host had put into them.`);
  }
  const displayed = displayTimes(log.pictures, inPage);
  const durationMs = facts.to - facts.from;
  return {
    durationMs,
    ...latencyOf(inRun),
    tickIntervalMs: distributionOf(tickIntervals(trace, onHost)),
    displayIntervalMs: distributionOf(intervalsOf(displayed)),
    roundTripMs: distributionOf(log.pings.map(({ sentTime, receivedTime }) => receivedTime - sentTime)),
    eventLoopDelayMs: distributionOf(stats.map(({ eventLoopDelayMs }) => eventLoopDelayMs)),
    frames: countFrames({ trace, onHost, displayed, inPage, before, after }),
    join: {
      linkToChannelMs: join.channelsOpen,
      linkToFirstFrameMs: join.firstPicture,
      linkToFirstSoundMs: join.firstSound,
    },
    picture: {
      bitrateBps: ((after.videoBytes - before.videoBytes) * 8000) / durationMs,
    },
    sound: {
      ...soundOf(before, after, durationMs),
      ...(facts.isHeard && soundDelay(inRun, log.beeps, toHost)),
    },
    transports: log.transports.map(({ transport, time }) => ({
      atMs: Math.max(0, time - inPage.from),
      transport,
    })),
    timeLine: timeLineOf({
      inPage,
      displayed,
      presses: inRun,
      pings: log.pings,
      transports: log.transports,
    }),
    warnings,
  };
}

/** How page times become times of the host: by what the host said on the control channel, if nothing skews that. */
function chooseClock(
  { log, trace, isRelayed }: RunFacts,
  direct: ClockAlignment,
  warnings: string[],
): (pageTime: number) => number {
  const past = (time: number) => trace.fromMonotonic(direct.toRemote(time));
  const told = alignClocks(
    log.pings.map(({ sentTime, receivedTime, hostTime }) => ({
      sent: sentTime,
      received: receivedTime,
      remote: hostTime,
    })),
  );
  // A relay can be slower one way than the other, which a round trip doesn't show: the clocks are aligned past it.
  if (isRelayed || told === undefined) return past;
  const middle = log.pings[log.pings.length >> 1]!.sentTime;
  const difference = Math.abs(told.toRemote(middle) - past(middle));
  if (difference > CLOCK_TOLERANCE_MS + told.errorMs + direct.errorMs) {
    warnings.push(`The clocks of page and host are uncertain by ${difference.toFixed(1)} ms.`);
  }
  return direct.errorMs < told.errorMs ? past : told.toRemote;
}

/** How the machine's clock goes, seen from the page: it was looked at the other way round. */
function pageToMonotonic(looks: readonly ClockSample[]): ClockAlignment {
  const turned = looks.map(({ sent, received, remote }) => {
    const half = (received - sent) / 2;
    return { sent: remote - half, received: remote + half, remote: (sent + received) / 2 };
  });
  const aligned = alignClocks(turned);
  if (!aligned) throw new RangeError('Nobody looked at the page’s clock.');
  return aligned;
}

function fromMonotonic(clock: ClockAlignment, ms: number): number {
  // The drift between two clocks of one machine is far below what counts here.
  return ms - clock.toRemote(0);
}

function soundOf(before: BrowserCounts, after: BrowserCounts, durationMs: number): RunResult['sound'] {
  const received = after.samplesReceived - before.samplesReceived;
  return {
    bitrateBps: ((after.soundBytes - before.soundBytes) * 8000) / durationMs,
    ...(received > 0 && {
      concealedShare: Math.max(0, Math.min(1, (after.samplesConcealed - before.samplesConcealed) / received)),
    }),
  };
}
