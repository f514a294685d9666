import { writeSoundMessage } from '../../protocol/sound-message.js';
import type { EncodedSound } from '../frame.js';
import { soundBps } from '../rate/sent-beside.js';
import type { FramesTransport } from './frames-transport.js';
import { RecentSound } from './recent-sound.js';
import { MOST_EARLIER, type SoundRedundancy } from './sound-redundancy.js';

/** Earlier packets in each message where there is room: one lost message takes nothing away, whatever is known of the path. */
const LEAST_EARLIER = 1;

/** One viewer's sound as messages, beside those of its pictures. */
export class FramesSound {
  readonly #way: Pick<FramesTransport, 'sendSound'>;
  readonly #redundancy: SoundRedundancy;
  readonly #now: () => number;
  readonly #recent = new RecentSound(MOST_EARLIER);

  /**
   * @param way - loses messages, and repeats none.
   * @param redundancy - what the path loses.
   * @param now - ms of a steady clock.
   */
  constructor(
    way: Pick<FramesTransport, 'sendSound'>,
    redundancy: SoundRedundancy,
    now: () => number = () => performance.now(),
  ) {
    this.#way = way;
    this.#redundancy = redundancy;
    this.#now = now;
  }

  /** Sends a packet; returns how many bytes went out other than in RTP packets. */
  send(sound: EncodedSound): number {
    this.#recent.add(sound);
    const earlier = this.#recent.available(this.#earlier);
    const packets: Uint8Array[] = [];
    for (let back = earlier; back >= 0; back--) packets.push(this.#recent.back(back).data);
    return this.#way.sendSound(writeSoundMessage({ timestamp: sound.timestamp >>> 0, packets }));
  }

  /** What it takes, with what goes once more, bits per second. */
  get bps(): number {
    return soundBps(this.#earlier);
  }

  get #earlier(): number {
    const least = this.#redundancy.isSparing ? 0 : LEAST_EARLIER;
    return Math.max(least, this.#redundancy.at(this.#now()));
  }
}
