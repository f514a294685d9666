import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import type { PictureCeiling } from '../../../src/pipeline/rate/picture-fit.js';
import {
  type Onlooker,
  RenditionChoice,
  type RenditionPlan,
} from '../../../src/pipeline/rate/rendition-choice.js';
import type { VideoCodec } from '../../../src/protocol/control-message.js';

const NES: PictureCeiling = {
  width: 256,
  height: 240,
  framesPerSecond: 60,
  bitrateBps: 1_474_560,
  scale: 1,
};
const BOTH: readonly VideoCodec[] = ['h264', 'vp8'];

function onlooker(capacityBps?: number, codecs = BOTH): Onlooker {
  return { path: { ...UNKNOWN_PATH, capacityBps }, beside: { soundBps: 144_000, repairShare: 0 }, codecs };
}

/** A choice that is asked ten times a second, and whose paths can be changed meanwhile. */
class Played {
  readonly choice = new RenditionChoice<string>('h264');
  readonly viewers = new Map<string, Onlooker>();
  now = 0;
  plan!: RenditionPlan<string>;
  /** Each bitrate of the room's rendition, with the time when it began, ms. */
  readonly rates: [number, number][] = [];

  constructor(viewers: Readonly<Record<string, Onlooker>>) {
    for (const [id, one] of Object.entries(viewers)) this.viewers.set(id, one);
    this.run(0);
  }

  run(ms: number): this {
    for (const end = this.now + ms; this.now <= end; this.now += 100) {
      this.plan = this.choice.plan(this.viewers, NES, this.now);
      const { bitrateBps } = this.plan.room;
      if (this.rates.at(-1)?.[1] !== bitrateBps) this.rates.push([this.now, bitrateBps]);
    }
    return this;
  }
}

describe('the choice of renditions', () => {
  it('is one at its best where nobody, or nothing, speaks against it', () => {
    const best = { codec: 'h264', bitrateBps: 1_474_560, frameDivisor: 1, scale: 1 };
    expect(new Played({}).plan).toEqual({ room: best, low: undefined, inLow: new Set() });
    const { plan } = new Played({ one: onlooker(), other: onlooker(50_000_000) }).run(10_000);
    expect(plan).toEqual({ room: best, low: undefined, inLow: new Set() });
  });

  it('follows the path of one who is alone: down at once, back within six seconds', () => {
    const played = new Played({ one: onlooker() }).run(5_000);
    const drop = played.now;
    played.viewers.set('one', onlooker(600_000));
    played.run(5_000);
    expect(played.rates[1]![0]).toBe(drop);
    expect(played.plan.low).toBeUndefined();
    // What there is beside sound and headers, which is too little for 60 frames a second.
    expect(played.plan.room).toMatchObject({ frameDivisor: 2, scale: 1 });
    expect(played.plan.room.bitrateBps).toBeLessThan(400_000);
    const back = played.now;
    played.viewers.set('one', onlooker());
    played.run(10_000);
    const last = played.rates.at(-1)!;
    expect(last[1]).toBe(1_474_560);
    expect(last[0] - back).toBeLessThan(6_000);
    // Each step takes a keyframe, so there are few.
    expect(played.rates.length).toBeLessThanOrEqual(5);
  });

  it('comes back from a path that had room for nothing', () => {
    const played = new Played({ one: onlooker(100_000) }).run(3_000);
    expect(played.plan.room.bitrateBps).toBe(60_000);
    played.viewers.set('one', onlooker());
    expect(played.run(12_000).plan.room.bitrateBps).toBe(1_474_560);
  });

  it('stays where it is while an estimate trembles', () => {
    const played = new Played({ one: onlooker(1_000_000) }).run(1_000);
    const { bitrateBps } = played.plan.room;
    for (let round = 0; round < 50; round++) {
      played.viewers.set('one', onlooker(1_000_000 * (round % 2 === 0 ? 0.98 : 1.12)));
      played.run(500);
    }
    expect(played.rates.length).toBeLessThanOrEqual(3);
    expect(played.plan.room.bitrateBps).toBeGreaterThan(bitrateBps * 0.9);
  });

  it('gives a viewer on a bad path a lower one, at no cost to the others', () => {
    const played = new Played({ good: onlooker(), bad: onlooker() }).run(1_000);
    played.viewers.set('bad', onlooker(600_000));
    played.run(1_000);
    expect(played.plan.inLow).toEqual(new Set(['bad']));
    expect(played.plan.room).toMatchObject({ bitrateBps: 1_474_560, frameDivisor: 1 });
    expect(played.plan.low).toMatchObject({ codec: 'h264', frameDivisor: 2 });
    expect(played.rates).toHaveLength(1);
    played.viewers.set('bad', onlooker());
    played.run(2_500);
    expect(played.plan.inLow.size).toBe(1);
    played.run(1_000);
    expect(played.plan).toMatchObject({ inLow: new Set(), low: undefined });
  });

  it('makes do with one where all paths are alike', () => {
    const { plan } = new Played({ one: onlooker(700_000), other: onlooker(600_000) }).run(1_000);
    expect(plan.low).toBeUndefined();
    expect(plan.room.bitrateBps).toBe(new Played({ one: onlooker(600_000) }).run(1_000).plan.room.bitrateBps);
  });

  it('gives VP8 to who plays nothing else, as good as the path allows', () => {
    const played = new Played({ one: onlooker(), other: onlooker(undefined, ['vp8']) });
    expect(played.plan).toMatchObject({
      room: { codec: 'h264', bitrateBps: 1_474_560 },
      low: { codec: 'vp8', bitrateBps: 1_474_560 },
      inLow: new Set(['other']),
    });
  });

  it('has one lower rendition in VP8 for bad paths and other browsers together', () => {
    const { plan } = new Played({
      good: onlooker(),
      bad: onlooker(600_000),
      other: onlooker(undefined, ['vp8']),
      badWithoutVp8: onlooker(1_000_000, ['h264']),
    }).run(1_000);
    expect(plan.inLow).toEqual(new Set(['bad', 'other']));
    expect(plan.low).toMatchObject({ codec: 'vp8', frameDivisor: 2 });
  });

  it('forgets who left', () => {
    const played = new Played({ good: onlooker(), bad: onlooker(600_000) }).run(1_000);
    played.viewers.delete('bad');
    played.run(100);
    expect(played.plan).toMatchObject({ inLow: new Set(), low: undefined, room: { bitrateBps: 1_474_560 } });
  });
});
