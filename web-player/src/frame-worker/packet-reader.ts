import { PacketAssembler, type PacketAssemblerEvents } from './packet-assembler.js';

/** How long a missing message is waited for before a keyframe is wanted: two attempts of repeating it, and a little (ms). */
const PATIENCE_ROUND_TRIPS = 2.5;
const PATIENCE_MS = 60;

/** Reads packets out of a receiver as they come, and keeps time for what is missing. */
export class PacketReader {
  readonly #assembler: PacketAssembler;
  readonly #reader: ReadableStreamDefaultReader<{ readonly data: ArrayBuffer }>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDue = Number.POSITIVE_INFINITY;
  #came = false;
  #closed = false;

  constructor(packets: ReadableStream<{ readonly data: ArrayBuffer }>, events: PacketAssemblerEvents) {
    this.#assembler = new PacketAssembler(events);
    this.#reader = packets.getReader();
    // A receiver that ends takes its connection with it, and others hear of that.
    this.#read().catch(() => {});
  }

  /** How long a missing message is waited for, ms: not at all before packets come. */
  get patienceMs(): number {
    if (!this.#came) return 0;
    return PATIENCE_ROUND_TRIPS * this.#assembler.roundTripMs + PATIENCE_MS;
  }

  settle(number: number): void {
    this.#assembler.settle(number);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#reader.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    for (;;) {
      const { value, done } = await this.#reader.read();
      if (done || this.#closed) return;
      this.#came = true;
      this.#assembler.push(new Uint8Array(value.data), performance.now());
      this.#setTimer();
    }
  }

  #setTimer(): void {
    const due = this.#assembler.dueTime ?? Number.POSITIVE_INFINITY;
    if (due === this.#timerDue) return;
    clearTimeout(this.#timer);
    this.#timerDue = due;
    if (due === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(
      () => {
        this.#timerDue = Number.POSITIVE_INFINITY;
        this.#assembler.tick(performance.now());
        this.#setTimer();
      },
      Math.max(0, due - performance.now()),
    );
  }
}
