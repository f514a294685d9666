import type { TracedFrame } from '../pipeline/trace/trace-record.js';
import { isNewerSequence } from '../protocol/input-packet.js';
import type { LoggedInput, LoggedPacket, LoggedPicture, PageLog } from './page/page-log.js';
import type { PressSample } from './report/latency.js';
import type { Trace } from './trace.js';

export interface FollowOptions {
  readonly log: PageLog;
  readonly trace: Trace;
  /** What the host's clock shows (ms) at a time of the page (ms). */
  readonly toHost: (pageTime: number) => number;
  /** The page's seat, from 1. */
  readonly seat: number;
  /** Which key was pressed, by its `KeyboardEvent.code`, and the bit of its button in input packets. */
  readonly key: { readonly code: string; readonly button: number };
}

/** A press whose effect was seen. */
export interface FollowedPress extends PressSample {
  /** The event's time stamp, ms on the page's clock. */
  readonly time: number;
  /** When the step began that it went into, ms on the host's clock. */
  readonly stepTime: number;
  /** When the display showed it, ms on the page's clock. */
  readonly displayTime: number;
}

export interface FollowedPresses {
  readonly presses: readonly FollowedPress[];
  /** Presses whose effect never came to the display, or not before the next one. */
  readonly missed: number;
  /** Pictures whose pixels say something else than what the host put into them: there must be none. */
  readonly contradicted: number;
}

/** Each state is sent four times; so many packets later it was lost, and with it the press. */
const MOST_REPEATS = 8;
/** Whatever comes later (ms) has another cause. */
const LONGEST_MS = 2_000;

/**
 * Follows each press from its event through the host to the first picture on the display that was made with it, and cuts
 * the way into pieces. They are differences of times on one clock, so they add up to the whole in every sample.
 */
export function followPresses(options: FollowOptions): FollowedPresses {
  const { log, trace, key, seat } = options;
  const shown = log.pictures.filter(isShown).sort((a, b) => a.displayTime - b.displayTime);
  const downs = log.inputs.filter(({ code, down }) => down && code === key.code);
  const presses: FollowedPress[] = [];
  // Runs of an hour have hundreds of thousands: each is looked for where the one before was found.
  let nextPacket = 0;
  let nextShown = 0;
  let missed = 0;
  for (const [index, down] of downs.entries()) {
    const end = Math.min(downs[index + 1]?.time ?? Number.POSITIVE_INFINITY, down.time + LONGEST_MS);
    while ((log.packets[nextPacket]?.time ?? end) < down.time) nextPacket++;
    while ((shown[nextShown]?.displayTime ?? end) <= down.time) nextShown++;
    const packet = packetOf(log.packets, nextPacket, key.button, end);
    const picture = packet && firstPicture(shown, nextShown, trace, seat, packet.sequence);
    const press = packet && picture && measure(options, down, packet, picture);
    if (!press || press.inputToPhotonMs > LONGEST_MS) missed++;
    else presses.push(press);
  }
  return { presses, missed, contradicted: contradictions(options, shown) };
}

type Shown = LoggedPicture & { readonly displayTime: number };

function isShown(picture: LoggedPicture): picture is Shown {
  return picture.displayTime !== null;
}

/** Pictures that show the player's patch other than the inputs of their frame say. */
function contradictions({ log, trace, seat, key }: FollowOptions, shown: readonly Shown[]): number {
  const wrong = shown.filter(({ number, lit }) => {
    const newest = lit === undefined ? undefined : trace.frames.get(number)?.inputs[seat - 1];
    if (lit === undefined || newest === undefined) return false;
    const packet = log.packets.findLast(({ sequence }) => !isNewerSequence(sequence, newest));
    return (
      packet !== undefined && ((packet.buttons & key.button) !== 0) !== ((lit & (1 << (seat - 1))) !== 0)
    );
  });
  return wrong.length;
}

/** The first packet in which the button is held. */
function packetOf(
  packets: readonly LoggedPacket[],
  from: number,
  button: number,
  end: number,
): LoggedPacket | undefined {
  for (let index = from; index < packets.length && packets[index]!.time < end; index++) {
    if ((packets[index]!.buttons & button) !== 0) return packets[index];
  }
  return undefined;
}

function firstPicture(
  shown: readonly Shown[],
  from: number,
  trace: Trace,
  seat: number,
  sequence: number,
): Shown | undefined {
  for (let index = from; index < shown.length; index++) {
    const newest = trace.frames.get(shown[index]!.number)?.inputs[seat - 1];
    const hasIt = newest !== undefined && (newest === sequence || isNewerSequence(newest, sequence));
    if (hasIt) return shown[index];
  }
  return undefined;
}

function measure(
  { trace, toHost, seat }: FollowOptions,
  down: LoggedInput,
  packet: LoggedPacket,
  picture: Shown,
): FollowedPress | undefined {
  const frame = trace.frames.get(picture.number);
  const received = arrival(trace, seat, packet.sequence);
  if (!frame || received === undefined) return undefined;
  const begin = toHost(down.time);
  const display = toHost(picture.displayTime);
  const sent = (picture.transport === 'rtp' ? trace.releasedTime(frame.number) : undefined) ?? frame.sentTime;
  return {
    time: down.time,
    stepTime: firstStep(trace, seat, frame, packet.sequence),
    displayTime: picture.displayTime,
    inputToPhotonMs: display - begin,
    inputToDrawnMs:
      picture.transport === 'frames' && picture.drawnTime !== undefined
        ? toHost(picture.drawnTime) - begin
        : undefined,
    pieces: {
      inputWayMs: received - begin,
      tickWaitMs: frame.stepTime - received,
      coreMs: frame.readyTime - frame.stepTime,
      encodeMs: frame.encodedTime - frame.readyTime,
      sendMs: sent - frame.encodedTime,
      ...receiverPieces(picture, sent, display, toHost),
    },
  };
}

/** When the first step with the press began: the picture that showed it may be a later one. */
function firstStep(trace: Trace, seat: number, shown: TracedFrame, sequence: number): number {
  let first = shown;
  for (;;) {
    const before = trace.frames.get(first.number - 1);
    const newest = before?.inputs[seat - 1];
    if (!before || newest === undefined || isNewerSequence(sequence, newest)) return first.stepTime;
    first = before;
  }
}

/** When the first of the packets that tell of the press arrived. */
function arrival(trace: Trace, seat: number, sequence: number): number | undefined {
  for (let repeat = 0; repeat <= MOST_REPEATS; repeat++) {
    const time = trace.receivedTime(seat, (sequence + repeat) >>> 0);
    if (time !== undefined) return time;
  }
  return undefined;
}

function receiverPieces(
  { receiveTime, jitterMs, decodeMs }: Shown,
  sent: number,
  display: number,
  toHost: (pageTime: number) => number,
): PressSample['pieces'] {
  if (receiveTime === undefined) return {};
  const received = toHost(receiveTime);
  const networkMs = received - sent;
  if (jitterMs === undefined || decodeMs === undefined) return { networkMs };
  // The jitter buffer's delay is a mean where the browser doesn't tell it of each picture: never more than there was.
  const jitterBufferMs = Math.max(0, Math.min(jitterMs, display - received - decodeMs));
  return {
    networkMs,
    jitterBufferMs,
    decodeMs,
    presentationMs: display - received - jitterBufferMs - decodeMs,
  };
}
