/** What goes to a viewer beside the first copy of its pictures. */
export interface SentBeside {
  /** Sound, by all ways that it goes, with its headers, bits per second. */
  readonly soundBps: number;
  /** Parity, repeated packets and second copies: so many times the pictures themselves. */
  readonly repairShare: number;
}

/** 96 kb/s of Opus are a hundred packets of 120 bytes. */
const SOUND_PACKETS_PER_SECOND = 100;
const SOUND_BYTES = 120;
const SOUND_HEADER_BYTES = 60;
/** Before an earlier packet that goes once more (RFC 2198 section 3), bytes. */
const EARLIER_HEADER_BYTES = 4;

/**
 * Bits per second that sound takes by one way.
 *
 * @param earlier - packets that go once more with each.
 */
export function soundBps(earlier: number): number {
  const again = earlier * (EARLIER_HEADER_BYTES + SOUND_BYTES);
  return 8 * SOUND_PACKETS_PER_SECOND * (SOUND_HEADER_BYTES + SOUND_BYTES + again);
}

/** Of what was sent, so long ago (ms) counts 1/e. */
const MEMORY_MS = 1_000;
/** The share is told in such steps, upwards: a budget that trembles would cost keyframes. */
const STEP = 0.1;
/** Less than this is no share: a page that asks for a packet now and then. */
const LEAST = 0.02;

/** How much goes in vain or again beside pictures, as it was lately. */
export class RepairShare {
  #picture = 0;
  #repair = 0;
  #time = 0;

  /** Packets of so many bytes were sent for the first time at `now` (ms, steady, here and below). */
  addPicture(bytes: number, now: number): void {
    this.#forget(now);
    this.#picture += bytes;
  }

  /** Bytes were sent that are no new picture. */
  addRepair(bytes: number, now: number): void {
    this.#forget(now);
    this.#repair += bytes;
  }

  /** So many times the pictures, 0 where nothing was repaired. */
  get share(): number {
    if (this.#picture === 0) return 0;
    const share = this.#repair / this.#picture;
    return share < LEAST ? 0 : Math.ceil(share / STEP - 1e-6) * STEP;
  }

  #forget(now: number): void {
    const kept = Math.exp(-Math.max(0, now - this.#time) / MEMORY_MS);
    this.#time = now;
    this.#picture *= kept;
    this.#repair *= kept;
  }
}
