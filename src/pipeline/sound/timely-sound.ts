import type { MediaFormat } from '../../../cores/protocol/format.js';
import { earlyMs, type FrameStamp } from '../frame.js';
import { Holdback } from '../holdback.js';
import { SoundStage, type SoundStageOptions } from './sound-stage.js';

/**
 * A room's sound at its own time. A step that an input brought forward has its sound too early: it is held, so that
 * packets leave evenly. A browser answers uneven ones with more delay.
 */
export class TimelySound {
  readonly #stage: SoundStage;
  readonly #holdback = new Holdback();

  constructor(options: SoundStageOptions) {
    this.#stage = new SoundStage(options);
  }

  get pid(): number | undefined {
    return this.#stage.pid;
  }

  get restarts(): number {
    return this.#stage.restarts;
  }

  /** As the stage does; what is held is of the format before, and goes first. */
  prepare(format: Pick<MediaFormat, 'sampleRate' | 'channels'>): void {
    this.#holdback.flush();
    this.#stage.prepare(format);
  }

  /** As the stage does; what is held was played at the speed before, and goes first. */
  setSpeed(speed: number): void {
    this.#holdback.flush();
    this.#stage.setSpeed(speed);
  }

  /** As the stage does. */
  setTrim(trim: number): void {
    this.#stage.setTrim(trim);
  }

  /**
   * Encodes the sound of one step, in time.
   *
   * @param sound - the core's samples; copied where it is held.
   * @param stamp - the step's.
   */
  encode(sound: Buffer, stamp: FrameStamp): void {
    const early = earlyMs(stamp);
    const kept = this.#holdback.holds(early) ? Buffer.from(sound) : sound;
    this.#holdback.add(early, () => this.#stage.encode(kept, stamp.dueTime));
  }

  /** Encodes silence up to `dueTime`, in its turn. */
  silence(dueTime: number): void {
    this.#holdback.add(0, () => this.#stage.silence(dueTime));
  }

  close(): Promise<void> {
    this.#holdback.close();
    return this.#stage.close();
  }
}
