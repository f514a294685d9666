import type { ClockAlignment } from './clock-alignment.js';
import { type FollowedRunFacts, followRun } from './followed-run.js';
import { countFrames, displayTimes, intervalsOf, type Span, tickIntervals } from './frame-counts.js';
import type { EventOf } from './host-process.js';
import type { BrowserCounts, JoinLog } from './page/page-log.js';
import { distributionOf } from './report/distribution.js';
import { latencyOf } from './report/latency.js';
import type { RunResult } from './report/result.js';
import { timeLineOf } from './run-time-line.js';
import { soundDelay } from './sound-delay.js';

/** Everything that was seen of a run. */
export interface RunFacts extends FollowedRunFacts {
  /** The run, ms on the machine's monotonic clock. */
  readonly from: number;
  readonly to: number;
  readonly before: BrowserCounts;
  readonly after: BrowserCounts;
  readonly join: JoinLog;
  readonly stats: readonly EventOf<'stats'>[];
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
