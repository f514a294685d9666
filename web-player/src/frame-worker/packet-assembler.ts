import { readFramePacket } from '../../../src/protocol/frame-packet.js';
import { isNewerSequence } from '../../../src/protocol/input-packet.js';
import { MOST_RUNS, type PieceRun, type RepeatRequest } from '../../../src/protocol/repeat-request.js';
import { IncomingFrame } from './incoming-frame.js';

/** Messages that are looked after at once; the host keeps as many. */
const MOST_FRAMES = 60;
/** A frame's packets come together: one that is incomplete for so long (ms) lost some, */
const TOGETHER_MS = 6;
/** or for so many times as long as packets of a frame lately were apart: some paths let them wait for each other. */
const TOGETHER_SPREADS = 2;
/** What was so many packets ago counts for a third. */
const SPREAD_PACKETS = 256;
/** No path lets them wait for longer (ms): what comes later was held up with everything else. */
const MOST_SPREAD = 20;
/** A message is asked for so often, and one of which nobody knows whether it was sent so often. */
const MOST_ASKED = 12;
const MOST_GUESSED = 2;
/** The next message is asked for where it is so late (ms) at the least, */
const LATE_MS = 8;
/** and by so many mean deviations of the time between messages. */
const LATE_DEVIATIONS = 4;
/** What comes after a longer time (ms) was sent later. */
const LONGEST_INTERVAL = 100;
/** Round trip that is taken until one was measured, ms. */
const FIRST_ROUND_TRIP = 100;
/** How much longer (ms) than usual a repeated packet may take at the least, */
const REPEAT_SLACK = 12;
/** and by how many mean deviations (RFC 6298 section 2). */
const REPEAT_DEVIATIONS = 4;
/** A request may be lost as well, and so may its answer: it is said again so long (ms) after the first time. */
const ECHOES_MS = [8, 22];
/** A message that is done with is remembered until so many later ones began: its last packets may be late, and not lost. */
const LINGER_FRAMES = 3;
/** The host is told what came at least so often (ms). */
const REPORT_INTERVAL = 1_000;
/** And so often where something was lost, though nothing has to be asked for. */
const LOSS_REPORT_INTERVAL = 200;

export interface PacketAssemblerEvents {
  /** A message is whole; it may overtake others. */
  onMessage(message: Uint8Array<ArrayBuffer>): void;
  onRequest(request: RepeatRequest): void;
  /** A packet that is none of a frame. */
  onOther?(packet: Uint8Array): void;
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
  #roundTrip = FIRST_ROUND_TRIP;
  #deviation = FIRST_ROUND_TRIP / 4;
  #spread = 0;
  /** When the newest message began, the time between messages, and how much that differs, ms. */
  #beganTime = 0;
  #interval = 0;
  #unevenness = LONGEST_INTERVAL;
  /** When the next message should have begun. */
  #expectedBy = Number.POSITIVE_INFINITY;
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
    let due = this.#expectedBy < Number.POSITIVE_INFINITY ? this.#expectedBy : undefined;
    for (const frame of this.#frames.values()) {
      const time = this.#askTime(frame);
      if (time !== undefined && (due === undefined || time < due)) due = time;
    }
    return due;
  }

  /** @param now - ms of a steady clock, here and below. */
  push(bytes: Uint8Array, now: number): void {
    const packet = readFramePacket(bytes);
    if (!packet) {
      this.#events.onOther?.(bytes);
      return;
    }
    const { number, repeated } = packet;
    this.#pass(number, now);
    const frame = this.#frames.get(number);
    if (!frame) return;
    if (!repeated) {
      this.#received += 1;
      const gap = Math.min(now - (frame.lastTime ?? now), MOST_SPREAD);
      this.#spread = Math.max(gap, this.#spread + (gap - this.#spread) / SPREAD_PACKETS);
    } else if (frame.askedTime !== undefined && !frame.complete) {
      this.#measure(now - frame.askedTime, frame.timesAsked);
    }
    const message = frame.take(packet, now);
    if (message && !this.#isSettled(number)) this.#events.onMessage(message);
    this.tick(now);
  }

  /** Asks for what is missing for too long. */
  tick(now: number): void {
    if (now >= this.#expectedBy) {
      this.#expectedBy = Number.POSITIVE_INFINITY;
      this.#begin((this.#newest! + 1) >>> 0, true);
    }
    const runs: PieceRun[] = [];
    for (const frame of this.#frames.values()) {
      const time = this.#askTime(frame);
      if (time === undefined || time > now || runs.length >= MOST_RUNS) continue;
      if (frame.askedTime !== undefined && time < this.#patienceEnd(frame.askedTime)) frame.echoes += 1;
      else frame.ask(now);
      runs.push(...frame.wanted());
    }
    const isNews = this.#lost !== this.#reportedLost;
    const interval = isNews ? LOSS_REPORT_INTERVAL : REPORT_INTERVAL;
    if (runs.length === 0 && now - this.#reportTime < interval) return;
    this.#reportTime = now;
    this.#reportedLost = this.#lost;
    this.#events.onRequest({ received: this.#received, lost: this.#lost, runs });
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
      const isOld = (this.#newest! - frame.number) >>> 0 >= LINGER_FRAMES;
      if (isOld && this.#isSettled(frame.number)) this.#forget(frame);
    }
  }

  /** A message was begun after all others: those before it won't get any more packets by themselves. */
  #pass(number: number, now: number): void {
    const newest = this.#newest;
    if (newest !== undefined && !isNewerSequence(number, newest)) return;
    this.#newest = number;
    const ahead = newest === undefined ? 1 : (number - newest) >>> 0;
    const begin = Math.min(ahead, MOST_FRAMES);
    this.#expect(ahead, now);
    for (const frame of this.#frames.values()) frame.passed = true;
    this.#sweep();
    for (let back = begin - 1; back >= 0; back--) this.#begin((number - back) >>> 0, back > 0);
    for (const frame of this.#frames.values()) {
      if (this.#frames.size <= MOST_FRAMES) break;
      this.#forget(frame);
    }
  }

  /** One that was only guessed begins anew when it comes. */
  #begin(number: number, passed: boolean): void {
    const frame = (passed && this.#frames.get(number)) || new IncomingFrame(number);
    frame.passed = passed;
    this.#frames.set(number, frame);
  }

  /** Learns the rhythm of messages, and when the next is due by it: lost ones are missed before another one comes. */
  #expect(ahead: number, now: number): void {
    const interval = now - this.#beganTime;
    this.#beganTime = now;
    if (ahead === 1 && interval < LONGEST_INTERVAL) {
      const off = interval - this.#interval;
      this.#interval += off / 16;
      this.#unevenness += (Math.abs(off) - this.#unevenness) / 16;
    }
    this.#expectedBy = now + this.#interval + Math.max(LATE_MS, LATE_DEVIATIONS * this.#unevenness);
  }

  /** When a message is to be asked for; `undefined` where that isn't needed, or of no use. */
  #askTime(frame: IncomingFrame): number | undefined {
    if (frame.complete || this.#isSettled(frame.number)) return undefined;
    const { askedTime } = frame;
    if (askedTime !== undefined) {
      const echo = askedTime + (ECHOES_MS[frame.echoes] ?? Number.POSITIVE_INFINITY);
      const again = this.#patienceEnd(askedTime);
      const most = isNewerSequence(frame.number, this.#newest!) ? MOST_GUESSED : MOST_ASKED;
      return echo < again ? echo : frame.timesAsked < most ? again : undefined;
    }
    if (frame.passed) return Number.NEGATIVE_INFINITY;
    const together = Math.max(TOGETHER_MS, TOGETHER_SPREADS * this.#spread);
    return frame.lastTime === undefined ? undefined : frame.lastTime + together;
  }

  /** When what was asked for should have come. */
  #patienceEnd(askedTime: number): number {
    return askedTime + this.#roundTrip + Math.max(REPEAT_SLACK, REPEAT_DEVIATIONS * this.#deviation);
  }

  /** What was made up for by parity, or came again, was lost all the same. */
  #forget(frame: IncomingFrame): void {
    this.#frames.delete(frame.number);
    if (frame.passed) this.#lost += frame.absent;
  }

  /** Only what was asked for once tells how long it took (Karn's algorithm). */
  #measure(ms: number, timesAsked: number): void {
    if (timesAsked !== 1) return;
    const off = ms - this.#roundTrip;
    this.#roundTrip = this.#isMeasured ? this.#roundTrip + off / 8 : ms;
    this.#deviation = this.#isMeasured ? this.#deviation + (Math.abs(off) - this.#deviation) / 4 : ms / 2;
    this.#isMeasured = true;
  }
}
