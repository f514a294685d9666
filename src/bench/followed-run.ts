import { alignClocks, type ClockAlignment, type ClockSample } from './clock-alignment.js';
import { type FollowedPresses, followPresses } from './follow-presses.js';
import { identifyPictures } from './identify-pictures.js';
import { addMissedCallbacks } from './missed-callbacks.js';
import type { LoggedPicture, PageLog } from './page/page-log.js';
import type { Trace } from './trace.js';

/** What page and host wrote down of presses. */
export interface FollowedRunFacts {
  readonly log: PageLog;
  /** Looks at the page's clock on the machine's monotonic one. */
  readonly clockLooks: readonly ClockSample[];
  readonly seat: number;
  readonly trace: Trace;
  readonly key: { readonly code: string; readonly button: number };
  /** Whether there is something between page and host that is slower one way than the other. */
  readonly isRelayed: boolean;
}

export interface FollowedRun extends FollowedPresses {
  /** Those of the log, with the numbers of their frames. */
  readonly pictures: readonly LoggedPicture[];
  /** From the page's clock to the machine's monotonic one. */
  readonly direct: ClockAlignment;
  /** What the host's clock shows (ms) at a time of the page (ms). */
  readonly toHost: (pageTime: number) => number;
}

/** Two ways to align the clocks that differ by more than this (ms) can't both be right. */
const CLOCK_TOLERANCE_MS = 1;

/** Puts together what page and host wrote down, each on its own clock. */
export function followRun(facts: FollowedRunFacts, warnings: string[]): FollowedRun {
  const { log, trace, seat, key, isRelayed } = facts;
  const direct = pageToMonotonic(facts.clockLooks);
  const toHost = chooseClock(facts, direct, warnings);
  const pictures = identifyPictures(log.pictures, trace, isRelayed ? undefined : toHost);
  const shown = addMissedCallbacks(pictures, trace);
  const followed = followPresses({ log: { ...log, pictures: shown }, trace, toHost, seat, key });
  return { ...followed, pictures, direct, toHost };
}

/** How page times become times of the host: by what the host said on the control channel, if nothing skews that. */
function chooseClock(
  { log, trace, isRelayed }: FollowedRunFacts,
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
