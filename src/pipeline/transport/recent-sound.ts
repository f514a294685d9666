import type { EncodedSound } from '../frame.js';
import { SOUND_PACKET_SAMPLES } from '../sound/sound-encoder.js';

/** The packets of sound right before the newest, to be sent once more with it. */
export class RecentSound {
  readonly #most: number;
  readonly #packets: EncodedSound[] = [];

  /** @param most - packets that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes the newest packet; a gap before it ends what can be sent once more. */
  add(packet: EncodedSound): void {
    const packets = this.#packets;
    const last = packets.at(-1);
    if (last && last.timestamp + SOUND_PACKET_SAMPLES !== packet.timestamp) packets.length = 0;
    packets.push(packet);
    if (packets.length > this.#most + 1) packets.shift();
  }

  /** How many of so many packets before the newest there are. */
  available(wanted: number): number {
    return Math.min(wanted, this.#packets.length - 1);
  }

  /** The packet so many before the newest, which is 0. */
  back(count: number): EncodedSound {
    return this.#packets[this.#packets.length - 1 - count]!;
  }
}
