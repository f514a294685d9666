import type { VideoCodec } from '../../protocol/control-message.js';
import type { PathEstimate } from './path-estimate.js';
import { pictureBudgetBps } from './picture-budget.js';
import { fitPicture, type PictureCeiling, type PictureFit } from './picture-fit.js';
import { RateFollower } from './rate-follower.js';
import type { SentBeside } from './sent-beside.js';

/** What is known of somebody who looks on. */
export interface Onlooker {
  readonly path: PathEstimate;
  readonly beside: SentBeside;
  /** What its browser plays. */
  readonly codecs: readonly VideoCodec[];
}

/** How one rendition is encoded. */
export interface RenditionSettings extends PictureFit {
  readonly codec: VideoCodec;
}

/** Which renditions there are to be, and who gets which. */
export interface RenditionPlan<Viewer> {
  readonly room: RenditionSettings;
  /** For viewers on bad paths, or whose browsers don't play the room's codec. */
  readonly low: RenditionSettings | undefined;
  readonly inLow: ReadonlySet<Viewer>;
}

/** Whose path has less than this share of the best one's drags the others down. */
const GOOD_SHARE = 0.75;
/** Who is to come back must have this share for so long, ms. */
const BACK_SHARE = 0.9;
const BACK_AFTER_MS = 3_000;
/** Every browser with WebRTC plays it (RFC 7742 section 5), whatever the room's is. */
export const ANY_BROWSERS_CODEC: VideoCodec = 'vp8';

/**
 * Finds what is sent to whom. One rendition is the room's; a second one, of a lower bitrate or another codec, is there
 * for those whom the first doesn't suit, so that they cost the others nothing.
 */
export class RenditionChoice<Viewer> {
  readonly #codec: VideoCodec;
  #room: RateFollower | undefined;
  #low: RateFollower | undefined;
  #inLow = new Set<Viewer>();
  /** Since when (ms) those in the lower one have been good enough for the other. */
  readonly #goodSince = new Map<Viewer, number>();

  /** @param codec - the room's. */
  constructor(codec: VideoCodec) {
    this.#codec = codec;
  }

  /**
   * @param ceiling - the room's picture at its best.
   * @param now - ms, steady.
   */
  plan(viewers: ReadonlyMap<Viewer, Onlooker>, ceiling: PictureCeiling, now: number): RenditionPlan<Viewer> {
    const budgets = new Map<Viewer, number>();
    for (const [viewer, { path, beside }] of viewers) {
      const budget = pictureBudgetBps(path, beside, ceiling.framesPerSecond) ?? ceiling.bitrateBps;
      budgets.set(viewer, Math.min(budget, ceiling.bitrateBps));
    }
    const lowCodec = this.#lowCodec(viewers);
    this.#inLow = this.#separate(viewers, budgets, lowCodec, now);
    for (const viewer of this.#goodSince.keys()) if (!this.#inLow.has(viewer)) this.#goodSince.delete(viewer);
    const inRoom = [...viewers.keys()].filter((viewer) => !this.#inLow.has(viewer));
    const leastOf = (some: Iterable<Viewer>) =>
      Math.min(ceiling.bitrateBps, ...[...some].map((viewer) => budgets.get(viewer)!));
    this.#room ??= new RateFollower(ceiling.bitrateBps);
    const room = this.#room.follow(leastOf(inRoom), now);
    this.#low = this.#inLow.size === 0 ? undefined : (this.#low ?? new RateFollower(leastOf(this.#inLow)));
    const low = this.#low?.follow(leastOf(this.#inLow), now);
    return {
      room: { codec: this.#codec, ...fitPicture(room, ceiling) },
      low: low === undefined ? undefined : { codec: lowCodec, ...fitPicture(low, ceiling) },
      inLow: this.#inLow,
    };
  }

  /** The room's own, unless there is somebody who can't play that. */
  #lowCodec(viewers: ReadonlyMap<Viewer, Onlooker>): VideoCodec {
    const isPlayed = [...viewers.values()].every(({ codecs }) => codecs.includes(this.#codec));
    return isPlayed ? this.#codec : ANY_BROWSERS_CODEC;
  }

  /** Who gets the lower one. */
  #separate(
    viewers: ReadonlyMap<Viewer, Onlooker>,
    budgets: ReadonlyMap<Viewer, number>,
    lowCodec: VideoCodec,
    now: number,
  ): Set<Viewer> {
    const playsRoom = (viewer: Viewer) => viewers.get(viewer)!.codecs.includes(this.#codec);
    const best = Math.max(
      0,
      ...[...budgets].filter(([viewer]) => playsRoom(viewer)).map(([, budget]) => budget),
    );
    const inLow = new Set<Viewer>();
    for (const [viewer, { codecs }] of viewers) {
      if (!playsRoom(viewer)) inLow.add(viewer);
      else if (codecs.includes(lowCodec) && this.#isBad(viewer, budgets.get(viewer)!, best, now))
        inLow.add(viewer);
    }
    return inLow;
  }

  #isBad(viewer: Viewer, budget: number, best: number, now: number): boolean {
    if (!this.#inLow.has(viewer)) return budget < best * GOOD_SHARE;
    if (budget < best * BACK_SHARE) {
      this.#goodSince.delete(viewer);
      return true;
    }
    const since = this.#goodSince.get(viewer) ?? now;
    this.#goodSince.set(viewer, since);
    return now - since < BACK_AFTER_MS;
  }
}
