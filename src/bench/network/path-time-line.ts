import { monotonicMs } from '../monotonic-clock.js';
import type { PathPhase } from './link-profile.js';
import type { EnteredPhase } from './relay-report.js';

/** Enters the phases of a path one after the other, at the times that were planned when the first began. */
export class PathTimeLine {
  readonly entered: EnteredPhase[] = [];
  readonly #waiting: PathPhase[];
  readonly #enter: (phase: PathPhase) => void;
  #timer: NodeJS.Timeout | undefined;

  /** Enters the first phase at once; the last one stays. */
  constructor(phases: readonly PathPhase[], enter: (phase: PathPhase) => void) {
    this.#waiting = [...phases];
    this.#enter = enter;
    this.#next(performance.now());
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** @param dueAt - when the next phase was to begin, ms of `performance.now()`. */
  #next(dueAt: number): void {
    const phase = this.#waiting.shift();
    if (!phase) return;
    const { network, cut } = phase;
    this.entered.push({
      name: cut ? `${network.name} after a cut` : network.name,
      cut,
      monotonicMs: monotonicMs(),
    });
    this.#enter(phase);
    const endsAt = dueAt + phase.durationMs;
    this.#timer = setTimeout(() => this.#next(endsAt), endsAt - performance.now());
  }
}
