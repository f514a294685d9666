import type { UntimedEvent } from './events.js';

/** Events in their order: what happens before the host is ready is told after it, and nothing once it ends. */
export class EarlyEvents {
  readonly #emit: (event: UntimedEvent) => void;
  #waiting: UntimedEvent[] | undefined = [];
  #ended = false;

  constructor(emit: (event: UntimedEvent) => void) {
    this.#emit = emit;
  }

  tell(event: UntimedEvent): void {
    if (this.#waiting) this.#waiting.push(event);
    else if (!this.#ended) this.#emit(event);
  }

  warn(message: string): void {
    this.tell({ event: 'warning', message });
  }

  /** Tells that the host is ready, then of what it was found to lack, and of what happened meanwhile. */
  begin(ready: UntimedEvent, warnings: readonly string[]): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#emit(ready);
    for (const message of warnings) this.warn(message);
    for (const event of waiting) this.tell(event);
  }

  end(): void {
    this.#ended = true;
  }
}
