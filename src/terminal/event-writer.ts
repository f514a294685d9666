import { formatEvent, type UntimedEvent } from '../host/events.js';

/** Prints events as lines of JSON; nothing comes after `closed`. */
export class EventWriter {
  readonly #output: NodeJS.WritableStream;
  #closed = false;

  constructor(output: NodeJS.WritableStream) {
    this.#output = output;
  }

  write(event: UntimedEvent): void {
    if (this.#closed) return;
    this.#closed = event.event === 'closed';
    this.#output.write(formatEvent(event, new Date()));
  }
}
