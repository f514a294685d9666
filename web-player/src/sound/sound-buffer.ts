import { DeviceClock } from './device-clock.js';
import { HALF_TAPS, valuesAt } from './interpolation.js';
import { SoundPace, TICKS_PER_SECOND } from './sound-pace.js';

/** 0.7 s, in ticks; a power of two. */
const RING = 32_768;
/** What must be there before the sound begins, or goes on after it had run out: 20 ms. */
const BEGINNING = 960;
/** Sound begins and ends within this (ticks), 2.7 ms, and never clicks. */
const FADE = 128;
/** The volume goes from nothing to all within this (ticks), 30 ms. */
const VOLUME_FADE = 1440;
/** A packet's length: what is lost is made up out of so much before and after it. */
const PACKET = 480;
/** More than this (ticks) is no loss: the game stood still. */
const LONGEST_GAP = 9600;
/** A surplus of this (ticks) is skipped: playing it off would take long. Where nobody hears it, much less. */
const SKIP = 1920;
const SKIP_UNHEARD = 240;

/** Decoded sound on its way from the channel to the device: comes in packets, leaves at the pace of the device. */
export class SoundBuffer {
  /** 0 to 1; followed without a click. */
  volume = 0;
  /** Device frames that nothing was there for since it last ran out, or 0 while it plays. */
  dry = 1;
  /** Ticks that were lost, and made up for. */
  mended = 0;
  /** Ticks that were left out so that the rest is heard sooner. */
  skipped = 0;
  /** Times that it ran out, that something was lost, or left out: what may be heard. */
  breaks = 0;
  readonly #rings = [new Float32Array(RING), new Float32Array(RING)] as const;
  readonly #values = new Float32Array(2);
  readonly #device = new DeviceClock();
  /** Ticks that the device has taken. */
  #taken = 0;
  #pace = new SoundPace();
  /** Place after the last sample, in ticks; `undefined` before the first. */
  #end: number | undefined;
  #position = 0;
  #fade = 0;
  #loudness = 0;
  /** Ticks to be left out as soon as the sound is faded out for it. */
  #skip = 0;

  /** Ticks in it. */
  get level(): number {
    return this.#end === undefined ? 0 : this.#end - this.#position;
  }

  /**
   * Takes a packet. They come in order; some may be missing.
   *
   * @param timestamp - of its first sample, ticks modulo 2^32.
   */
  write(timestamp: number, left: Float32Array, right: Float32Array): void {
    const gap = this.#end === undefined ? 0 : (timestamp - this.#end) | 0;
    if (this.#end === undefined || Math.abs(gap) > LONGEST_GAP || this.level > RING / 2) {
      this.#end = timestamp;
      this.#position = timestamp;
      this.#pace = new SoundPace();
      this.dry ||= 1;
    } else if (gap < 0) return;
    else {
      this.#end += gap;
      this.mended += gap;
      if (gap > 0) this.breaks += 1;
    }
    for (const [channel, ring] of this.#rings.entries()) {
      const samples = channel ? right : left;
      for (let index = 0; index < samples.length; index++)
        ring[(this.#end + index) & (RING - 1)] = samples[index]!;
      if (gap > 0 && gap <= LONGEST_GAP) mend(ring, this.#end, gap);
    }
    this.#end += left.length;
  }

  /**
   * Plays.
   *
   * @param left - filled, as is `right`.
   * @param ticksPerFrame - by the clocks' nominal rates: 1 where the device runs at 48 kHz.
   * @param now - ms of the computer's clock.
   */
  read(left: Float32Array, right: Float32Array, ticksPerFrame: number, now: number): void {
    const passed = left.length * ticksPerFrame;
    const before = this.#position;
    const step = ticksPerFrame * this.#pace.speed;
    for (let frame = 0; frame < left.length; frame++) {
      const ready = this.level - HALF_TAPS;
      if (this.dry > 0) this.dry = ready < BEGINNING ? this.dry + 1 : 0;
      else if (ready <= 0) {
        this.dry = 1;
        this.breaks += 1;
      }
      this.#fade = follow(this.#fade, this.dry || this.#skip ? 0 : ready / FADE, FADE);
      this.#loudness = follow(this.#loudness, this.volume, VOLUME_FADE);
      if (this.#skip && this.#fade === 0) {
        this.#position += this.#skip;
        this.skipped += this.#skip;
        this.breaks += 1;
        this.#skip = 0;
      }
      const gain = this.#fade * this.#loudness;
      if (gain) valuesAt(this.#rings[0], this.#rings[1], this.#position, this.#values);
      left[frame] = gain * this.#values[0]!;
      right[frame] = gain * this.#values[1]!;
      // Where it ran out the last sample is held while it fades.
      if (!this.dry) this.#position += step;
    }
    this.#taken += passed;
    this.#pace.lost(
      this.#device.lost(now, (this.#taken * 1000) / TICKS_PER_SECOND) * (TICKS_PER_SECOND / 1000),
    );
    if (this.#end !== undefined) this.#keepPace(this.#position - before, passed);
  }

  #keepPace(played: number, passed: number): void {
    this.#pace.count(this.level, played, passed);
    const { surplus } = this.#pace;
    const most = this.#loudness > 0 ? SKIP : SKIP_UNHEARD;
    if (!this.dry && surplus > most) this.#skip = Math.min(surplus, this.level - BEGINNING / 2);
    if (this.#skip < 0) this.#skip = 0;
  }
}

/** Goes towards a value between 0 and 1, all the way in so many steps. */
function follow(value: number, wanted: number, steps: number): number {
  const goal = Math.max(0, Math.min(1, wanted));
  return value < goal ? Math.min(goal, value + 1 / steps) : Math.max(goal, value - 1 / steps);
}

/**
 * Makes up what is missing before a place: what was before the gap, backwards, fades into what comes after it, backwards.
 * So it begins and ends where its neighbours do.
 */
function mend(ring: Float32Array, from: number, gap: number): void {
  const at = (place: number) => place & (RING - 1);
  const fade = Math.min(gap, PACKET);
  for (let index = 0; index < gap; index++) {
    const rest = gap - 1 - index;
    const before = Math.max(0, 1 - index / fade) * ring[at(from - gap - 1 - index)]!;
    const after = Math.max(0, 1 - rest / fade) * ring[at(from + rest)]!;
    ring[at(from - gap + index)] = before + after;
  }
}
