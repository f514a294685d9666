import type { Page } from 'puppeteer-core';
import type { ClockSample } from './clock-alignment.js';
import { followRun } from './followed-run.js';
import { joinLogs, type PageLog } from './page/page-log.js';
import { Player } from './player.js';
import { KEY } from './run.js';
import type { Trace } from './trace.js';

/** How often the page's clock is looked at: the quickest answer counts. */
const CLOCK_LOOKS = 40;

/** Measures in a page what somebody else presses in it. */
export class SamePresses {
  readonly #probe: string;
  #player: Player | undefined;
  #log: PageLog = joinLogs([]);
  #clockLooks: readonly ClockSample[] = [];
  #seat = 0;

  /** @param probe - text of the probe. */
  constructor(probe: string) {
    this.#probe = probe;
  }

  /** Puts the probe into a page, before it loads. */
  async watch(page: Page): Promise<void> {
    this.#player = await Player.adopt(page, this.#probe);
  }

  /** Takes out what the page wrote down. */
  async read(): Promise<void> {
    const player = this.#player;
    if (!player) throw new RangeError('No page was watched.');
    this.#seat = await player.seat();
    this.#clockLooks = await player.sampleClock(CLOCK_LOOKS);
    this.#log = await player.drain();
  }

  /**
   * Follows the last presses, once the host has ended.
   *
   * @param presses - how many there were; those before tried where to look.
   */
  follow(trace: Trace, presses: number, isRelayed: boolean) {
    const warnings: string[] = [];
    const facts = { log: this.#log, clockLooks: this.#clockLooks, seat: this.#seat, trace, key: KEY };
    const followed = followRun({ ...facts, isRelayed }, warnings);
    const downs = this.#log.inputs.filter(({ code, down }) => down && code === KEY.code);
    const first = downs.at(-presses)?.time ?? 0;
    const samplesMs = followed.presses
      .filter(({ time }) => time >= first)
      .map(({ inputToPhotonMs }) => inputToPhotonMs);
    return { samplesMs, warnings };
  }
}
