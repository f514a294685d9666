import type { ClockAlignment } from './clock-alignment.js';
import { type FollowedRunFacts, followRun } from './followed-run.js';
import { countFrames, displayTimes, intervalsOf, type Span, tickIntervals } from './frame-counts.js';
import type { SeenStats } from './host-process.js';
import type { BrowserCounts, JoinLog } from './page/page-log.js';
import type { HeardCounts } from './page/sound-watch.js';
import { pathChangesOf, seenInPhases } from './path-phases.js';
import { distributionOf } from './report/distribution.js';
import { latencyOf } from './report/latency.js';
import type { RunResult } from './report/result.js';
import { freezesOf, timeLineOf } from './report/time-line-of.js';
import type { RunCost } from './run-cost.js';
import { courseOf } from './run-course.js';
import { growthOf } from './run-growth.js';
import type { NetworkCourse } from './run-network.js';
import { soundDelay } from './sound-delay.js';

/** Everything that was seen of a run. */
export interface RunFacts extends FollowedRunFacts {
  /** The run, ms on the machine's monotonic clock. */
  readonly from: number;
  readonly to: number;
  readonly before: BrowserCounts;
  readonly after: BrowserCounts;
  readonly join: JoinLog;
  readonly stats: readonly SeenStats[];
  /** What processes cost, at times of the monotonic clock, ms. */
  readonly costs: ReturnType<RunCost['course']>;
  readonly network: NetworkCourse;
  /** Whether the player has the seat at the end that it had at the beginning. */
  readonly seatKept: boolean;
  /** Whether each press is heard as a beep of its own. */
  readonly isHeard: boolean;
  readonly warnings: readonly string[];
}

/** A share of presses without effect that is worth a word. */
const MANY_MISSED = 0.05;

/** Makes figures of what was seen of a run. */
export function evaluateRun(facts: RunFacts): Omit<RunResult, 'combination' | 'repeat' | 'cost'> {
  const { trace, before, after, join, stats } = facts;
  const warnings = [...facts.warnings];
  const { presses, missed, contradicted, pictures, direct, toHost } = followRun(facts, warnings);
  const inPage = { from: fromMonotonic(direct, facts.from), to: fromMonotonic(direct, facts.to) };
  const onHost: Span = { from: trace.fromMonotonic(facts.from), to: trace.fromMonotonic(facts.to) };
  const log = { ...facts.log, pictures };
  const inRun = presses.filter(({ time }) => time >= inPage.from && time < inPage.to);
  if (missed > (presses.length + missed) * MANY_MISSED) {
    warnings.push(`${missed} of ${presses.length + missed} presses were not seen on the display.`);
  }
  if (contradicted > 0) {
    warnings.push(`${contradicted} pictures showed something else than the host had put into them.`);
  }
  const displayed = displayTimes(log.pictures, inPage);
  const durationMs = facts.to - facts.from;
  const beeps = facts.isHeard ? log.beeps : [];
  const displayedMs = displayed.map((time) => time - inPage.from);
  const phases = facts.network.phases.map((phase) => ({
    ...phase,
    atMs: Math.max(0, phase.monotonicMs - facts.from),
  }));
  const networkPhases = seenInPhases(phases, displayedMs, durationMs);
  const transports = log.transports.map(({ transport, time }) => ({
    atMs: Math.max(0, time - inPage.from),
    transport,
  }));
  const during = courseOf({
    looks: log.looks,
    periods: facts.network.periods.map(({ monotonicMs, paths }) => ({
      time: fromMonotonic(direct, monotonicMs),
      paths,
    })),
    presses: inRun,
    beeps,
    toHost,
  });
  return {
    durationMs,
    ...latencyOf(inRun),
    tickIntervalMs: distributionOf(tickIntervals(trace, onHost)),
    displayIntervalMs: distributionOf(intervalsOf(displayed)),
    roundTripMs: distributionOf(log.pings.map(({ sentTime, receivedTime }) => receivedTime - sentTime)),
    eventLoopDelayMs: distributionOf(stats.map(({ eventLoopDelayMs }) => eventLoopDelayMs)),
    frames: {
      ...countFrames({ trace, onHost, displayed, inPage, before, after }),
      ...droppedByHost(stats),
    },
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
      ...(facts.isHeard && soundDelay(inRun, beeps, toHost)),
    },
    ...facts.network.figures,
    pathChanges: pathChangesOf(networkPhases, facts.seatKept),
    growth: growthOf(inPage, inRun, beeps, log.looks, toHost),
    transports,
    ...(networkPhases.length > 0 && { networkPhases }),
    freezes: freezesOf(displayedMs, durationMs),
    timeLine: timeLineOf({
      durationMs,
      displayedMs,
      presses: inRun.map(({ time, inputToPhotonMs }) => ({ atMs: time - inPage.from, inputToPhotonMs })),
      transports,
      looks: [
        ...log.pings.map(({ sentTime, receivedTime }) => ({
          atMs: receivedTime - inPage.from,
          roundTripMs: receivedTime - sentTime,
        })),
        ...stats.map(({ time, eventLoopDelayMs }) => ({ atMs: time - facts.from, eventLoopDelayMs })),
        ...facts.costs.map(({ time, cost }) => ({ atMs: time - facts.from, cost })),
      ],
      during: (from, to) => during(inPage.from + from, inPage.from + to),
    }),
    warnings,
  };
}

function fromMonotonic(clock: ClockAlignment, ms: number): number {
  // The drift between two clocks of one machine is far below what counts here.
  return ms - clock.toRemote(0);
}

function droppedByHost(stats: readonly SeenStats[]): { droppedByHost?: number } {
  const [first, last] = [stats[0], stats.at(-1)];
  return first && last ? { droppedByHost: last.framesDropped - first.framesDropped } : {};
}

function soundOf(before: BrowserCounts, after: BrowserCounts, durationMs: number): RunResult['sound'] {
  const since = (name: keyof HeardCounts) => after[name] - before[name];
  return {
    bitrateBps: ((after.soundBytes - before.soundBytes) * 8000) / durationMs,
    ...(since('soundSamples') > 0 && {
      bufferMs: (since('soundDelaySeconds') * 1000) / since('soundSamples'),
    }),
    ...(since('samplesReceived') > 0 && {
      concealedShare: Math.max(0, Math.min(1, since('samplesConcealed') / since('samplesReceived'))),
      byChannelShare: Math.max(0, Math.min(1, since('samplesByChannel') / since('samplesReceived'))),
      leftOutShare: Math.max(0, Math.min(1, since('samplesLeftOut') / since('samplesReceived'))),
      breaks: Math.max(0, since('soundBreaks')),
    }),
  };
}
