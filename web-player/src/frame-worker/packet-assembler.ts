import { readFramePacket } from '../../../src/protocol/frame-packet.js';
import { isNewerSequence } from '../../../src/protocol/input-packet.js';
import { MOST_RUNS, type PieceRun, type RepeatRequest } from '../../../src/protocol/repeat-request.js';
import { IncomingFrame } from './incoming-frame.js';

/** Messages that are looked after at once; the host keeps as many. */
const MOST_FRAMES = 60;
/** A frame's packets come together: one that is incomplete for so long (ms) lost some. */
const TOGETHER_MS = 6;
/** A message is asked for so often. */
const MOST_ASKED = 5;
/** Round trip that is taken until one was measured, ms. */
const FIRST_ROUND_TRIP = 100;
/** How long (ms) more than a round trip a repeated packet may take. */
const REPEAT_SLACK = 15;
/** A request may be lost as well, so it is said again after so long (ms). */
const ECHO_MS = 8;
/** The host is told what came at least so often (ms). */
const REPORT_INTERVAL = 1_000;
/** And so often where something was lost, though nothing has to be asked for. */
const LOSS_REPORT_INTERVAL = 200;

export interface PacketAssemblerEvents {
  /** A message is whole; it may overtake others. */
  onMessage(message: Uint8Array<ArrayBuffer>): void;
  onRequest(request: RepeatRequest): void;
}

/** Puts the packets of frames together, makes up for lost ones by parity, and asks for what parity can't give. */
export class PacketAssembler {
  readonly #events: PacketAssemblerEvents;
  /** By number, those that are not complete and those of late that are. */
  readonly #frames = new Map<number, IncomingFrame>();
  #newest: number | undefined;
  /** What is not newer is of no use any more. */
  #settled: number | undefined;
  #received = 0;
  #lost = 0;
  #reportedLost = 0;
  #reportTime = Number.NEGATIVE_INFINITY;
  #echo: { readonly time: number; readonly runs: readonly PieceRun[] } | undefined;
  #roundTrip = FIRST_ROUND_TRIP;
  #isMeasured = false;

  constructor(events: PacketAssemblerEvents) {
    this.#events = events;
  }

  /** How long a repeated packet takes from the request on, ms. */
  get roundTripMs(): number {
    return this.#roundTrip;
  }

  /** When `tick` has something to do without another packet, ms; `undefined` where it has nothing. */
  get dueTime(): number | undefined {
    let due = this.#echo?.time;
    for (const frame of this.#frames.values()) {
      const time = this.#askTime(frame);
      if (time !== undefined && (due === undefined || time < due)) due = time;
    }
    return due;
  }

  /** @param now - ms of a steady clock, here and below. */
  push(bytes: Uint8Array, now: number): void {
    const packet = readFramePacket(bytes);
    if (!packet) return;
    const { number, repeated } = packet;
    this.#pass(number);
    const frame = this.#frames.get(number);
    if (!frame) return;
    if (!repeated) this.#received += 1;
    else if (frame.askedTime !== undefined) this.#measure(now - frame.askedTime, frame.timesAsked);
    const message = frame.take(packet, now);
    if (message && !this.#isSettled(number)) this.#events.onMessage(message);
    this.tick(now);
  }

  /** Asks for what is missing for too long. */
  tick(now: number): void {
    const runs: PieceRun[] = [];
    for (const frame of this.#frames.values()) {
      const time = this.#askTime(frame);
      if (time === undefined || time > now || runs.length >= MOST_RUNS) continue;
      if (frame.askedTime === undefined) this.#lost += frame.absent;
      frame.askedTime = now;
      frame.timesAsked += 1;
      runs.push(...frame.wanted());
    }
    const echoed = this.#takeEcho(now);
    if (runs.length > 0) this.#echo = { time: now + ECHO_MS, runs };
    runs.push(...echoed);
    const isNews = this.#lost !== this.#reportedLost;
    const interval = isNews ? LOSS_REPORT_INTERVAL : REPORT_INTERVAL;
    if (runs.length === 0 && now - this.#reportTime < interval) return;
    this.#reportTime = now;
    this.#reportedLost = this.#lost;
    this.#events.onRequest({ received: this.#received, lost: this.#lost, runs });
  }

  /** What was asked for a moment ago and is not there yet. */
  #takeEcho(now: number): readonly PieceRun[] {
    if (!this.#echo || this.#echo.time > now) return [];
    const { runs } = this.#echo;
    this.#echo = undefined;
    return runs.filter(
      ({ number }) => this.#frames.get(number)?.complete === false && !this.#isSettled(number),
    );
  }

  /** Messages up to this one are decoded, or will never be. */
  settle(number: number): void {
    if (this.#settled !== undefined && !isNewerSequence(number, this.#settled)) return;
    this.#settled = number;
    this.#sweep();
  }

  #isSettled(number: number): boolean {
    return this.#settled !== undefined && !isNewerSequence(number, this.#settled);
  }

  /** Forgets what is settled, but for a message whose packets may still be coming: all of them are counted. */
  #sweep(): void {
    for (const frame of this.#frames.values()) {
      if (frame.passed && this.#isSettled(frame.number)) this.#forget(frame);
    }
  }

  /** A message was begun after all others: those before it won't get any more packets by themselves. */
  #pass(number: number): void {
    const newest = this.#newest;
    if (newest !== undefined && !isNewerSequence(number, newest)) return;
    this.#newest = number;
    const ahead = newest === undefined ? 1 : (number - newest) >>> 0;
    const begin = Math.min(ahead, MOST_FRAMES);
    for (const frame of this.#frames.values()) frame.passed = true;
    this.#sweep();
    for (let back = begin - 1; back >= 0; back--) {
      const frame = new IncomingFrame((number - back) >>> 0);
      frame.passed = back > 0;
      this.#frames.set(frame.number, frame);
    }
    for (const frame of this.#frames.values()) {
      if (this.#frames.size <= MOST_FRAMES) break;
      this.#forget(frame);
    }
  }

  /** When a message is to be asked for; `undefined` where that isn't needed, or of no use. */
  #askTime(frame: IncomingFrame): number | undefined {
    if (frame.complete || frame.timesAsked >= MOST_ASKED || this.#isSettled(frame.number)) return undefined;
    if (frame.askedTime !== undefined) return frame.askedTime + this.#roundTrip * 1.25 + REPEAT_SLACK;
    if (frame.passed) return Number.NEGATIVE_INFINITY;
    return frame.lastTime === undefined ? undefined : frame.lastTime + TOGETHER_MS;
  }

  /** What was made up for by parity was lost all the same. */
  #forget(frame: IncomingFrame): void {
    this.#frames.delete(frame.number);
    if (frame.askedTime === undefined && frame.passed) this.#lost += frame.absent;
  }

  /** Only what was asked for once tells how long it took (Karn's algorithm). */
  #measure(ms: number, timesAsked: number): void {
    if (timesAsked !== 1) return;
    this.#roundTrip = this.#isMeasured ? this.#roundTrip + (ms - this.#roundTrip) / 8 : ms;
    this.#isMeasured = true;
  }
}
