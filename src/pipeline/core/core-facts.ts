import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import {
  CORE_MESSAGE,
  decodeFormat,
  decodeRumble,
  type Rumble,
} from '../../../cores/protocol/core-message.js';
import { type Device, decodeDevices, decodeDiscIn } from '../../../cores/protocol/devices.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { Message } from '../../../cores/protocol/message-reader.js';

export interface CoreFactsEvents {
  /** The picture or sound changes with the frame that comes next. */
  readonly onFormat: (format: MediaFormat) => void;
  /** The motors of a pad change. */
  readonly onRumble?: (rumble: Rumble) => void;
  /** The game is played with more devices than was known before; the hello has them as well. */
  readonly onDevices?: (devices: ReadonlySet<Device>) => void;
  /** Another disc is in, from 0; the hello has it as well. */
  readonly onDisc?: (disc: number) => void;
  /** The game has ended by itself. */
  readonly onEnded?: () => void;
}

/** What a core tells of its game without being asked, from its hello on. */
export class CoreFacts {
  readonly #events: CoreFactsEvents;
  #hello: CoreHello;
  #format: MediaFormat;
  #hasEnded = false;

  constructor(hello: CoreHello, events: CoreFactsEvents) {
    this.#hello = hello;
    this.#format = hello.format;
    this.#events = events;
  }

  /** As the core sent it, with the devices and the disc as they are by now. */
  get hello(): CoreHello {
    return this.#hello;
  }

  /** Picture and sound as of the frame that comes next. */
  get format(): MediaFormat {
    return this.#format;
  }

  /** Whether the game has ended by itself. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * Takes a message that wasn't asked for.
   *
   * @returns whether it is one that a core may send by itself.
   * @throws Error where it says what can't be.
   */
  take({ type, body }: Message): boolean {
    switch (type) {
      case CORE_MESSAGE.format:
        this.#format = decodeFormat(body);
        this.#events.onFormat(this.#format);
        return true;
      case CORE_MESSAGE.rumble:
        this.#events.onRumble?.(decodeRumble(body));
        return true;
      case CORE_MESSAGE.devices:
        this.#takeDevices(decodeDevices(body));
        return true;
      case CORE_MESSAGE.disc:
        this.takeDisc(decodeDiscIn(body));
        return true;
      case CORE_MESSAGE.ended:
        this.#hasEnded = true;
        this.#events.onEnded?.();
        return true;
      default:
        return false;
    }
  }

  /** Another disc is in, from 0; by itself or because it was asked for. */
  takeDisc(disc: number): void {
    const { discs } = this.#hello;
    if (!discs || disc >= discs.labels.length) throw new Error(`disc ${disc}, which the hello doesn't have`);
    if (disc === discs.first) return;
    this.#hello = { ...this.#hello, discs: { ...discs, first: disc } };
    this.#events.onDisc?.(disc);
  }

  #takeDevices(devices: ReadonlySet<Device>): void {
    this.#hello = { ...this.#hello, devices };
    this.#events.onDevices?.(devices);
  }
}
