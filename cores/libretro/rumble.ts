import { writeSync } from 'node:fs';
import { CORE_MESSAGE, encodeRumble } from '../protocol/core-message.js';
import { frameMessage } from '../protocol/message-reader.js';

const TO_HOST = 4;
const STRONG = 0;

interface Motors {
  strong: number;
  weak: number;
}

/** The motors of the pads; the host is told of a step's changes at its end. */
export class Rumble {
  readonly #motors = new Map<number, Motors>();
  readonly #changed = new Set<number>();

  /** @param effect - which motor: 0 = strong, 1 = weak. */
  set(port: number, effect: number, strength: number): boolean {
    if (port > 15) return false;
    const motors = this.#motors.get(port) ?? { strong: 0, weak: 0 };
    const motor = effect === STRONG ? 'strong' : 'weak';
    if (motors[motor] !== strength) {
      motors[motor] = strength;
      this.#motors.set(port, motors);
      this.#changed.add(port);
    }
    return true;
  }

  finishStep(): void {
    if (this.#changed.size === 0) return;
    for (const player of this.#changed) {
      writeSync(
        TO_HOST,
        frameMessage(CORE_MESSAGE.rumble, encodeRumble({ player, ...this.#motors.get(player)! })),
      );
    }
    this.#changed.clear();
  }
}
