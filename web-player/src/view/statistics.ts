import type { MediaSample } from '../receiver/media-sample.js';
import type { Receiver } from '../receiver/receiver.js';
import { summarize } from './statistics-summary.js';
import { textElement } from './text-element.js';

const INTERVAL = 1_000;

/** The statistics over the picture; nothing is measured while they are hidden. */
export class Statistics {
  readonly #panel: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #roundTrip: () => number | undefined;
  #receiver: Receiver | undefined;
  #last: { receiver: Receiver; sample: MediaSample } | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param roundTrip - milliseconds through the control channel, where the browser measures none itself. */
  constructor(panel: HTMLElement, toggle: HTMLButtonElement, roundTrip: () => number | undefined) {
    this.#panel = panel;
    this.#toggle = toggle;
    this.#roundTrip = roundTrip;
    toggle.addEventListener('click', () => this.toggle());
  }

  set receiver(receiver: Receiver | undefined) {
    this.#receiver = receiver;
    if (!receiver) this.#write([]);
  }

  toggle(): void {
    const visible = this.#panel.hidden;
    this.#panel.hidden = !visible;
    this.#toggle.setAttribute('aria-pressed', String(visible));
    clearInterval(this.#timer);
    if (!visible) return;
    this.#last = undefined;
    this.#timer = setInterval(() => this.#measure(), INTERVAL);
    this.#measure();
  }

  #measure(): void {
    const receiver = this.#receiver;
    if (!receiver) return;
    receiver.sample().then(
      (sample) => {
        const last = this.#last?.receiver === receiver ? this.#last.sample : sample;
        // Totals of one way are no beginning for the other's.
        const before = last.transport === sample.transport ? last : sample;
        this.#last = { receiver, sample };
        this.#write(summarize(before, sample, { roundTrip: this.#roundTrip() }));
      },
      () => undefined, // The connection closed meanwhile; the next one brings its own receiver.
    );
  }

  #write(lines: readonly (readonly [string, string])[]): void {
    this.#panel.replaceChildren(
      ...lines.flatMap(([name, value]) => [textElement('dt', name), textElement('dd', value)]),
    );
  }
}
