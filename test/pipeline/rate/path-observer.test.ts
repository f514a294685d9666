import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import type { PathEstimate } from '../../../src/pipeline/rate/path-estimate.js';
import { PathObserver } from '../../../src/pipeline/rate/path-observer.js';

type Known = PathEstimate & { readonly time: number };

/** Lets a path be observed as it was when that was recorded; tells what was known after each feedback. */
async function replay(name: string): Promise<Known[]> {
  const file = new URL(`../../fixtures/feedback/${name}.txt.gz`, import.meta.url);
  const observer = new PathObserver(4);
  const known: Known[] = [];
  for (const line of gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')) {
    const [kind, first = '', second = ''] = line.split(' ');
    const time = Number(first);
    if (kind === 's') observer.send(Number(second), time);
    else if (kind === 'm') observer.sendMessage(Number(first));
    else {
      observer.receive(Buffer.from(second, 'base64'));
      known.push({ time, ...observer.estimate(time) });
    }
  }
  return known;
}

function during(known: readonly Known[], from: number, to: number): Known[] {
  return known.filter(({ time }) => time >= from * 1000 && time < to * 1000);
}

/** Feedback that so many packets came, each a quarter of a millisecond after the one before. */
function feedback(base: number, packets: number): Buffer {
  const words = Math.ceil((20 + 2 + packets) / 4);
  const packet = Buffer.alloc(4 * words);
  packet.writeUInt16BE(0x8fcd, 0);
  packet.writeUInt16BE(words - 1, 2);
  packet.writeUInt16BE(base, 12);
  packet.writeUInt16BE(packets, 14);
  packet.writeUInt16BE(0x2000 | packets, 20);
  packet.fill(1, 22, 22 + packets);
  return packet;
}

describe('a path of which a browser tells', () => {
  it.each([
    ['chromium-frames', 6.4, 10.4],
    ['chromium-rtp', 8, 12],
    ['firefox-rtp', 8.1, 12.1],
  ])('is known within a second when it drops, and when it is back (%s)', async (name, drop, back) => {
    const known = await replay(name);
    const limits = (from: number, to: number) =>
      during(known, from, to).map(({ capacityBps }) => capacityBps);
    const low = limits(drop + 1, back);
    expect(low).not.toContain(undefined);
    const middle = low.map(Number).sort((a, b) => a - b)[low.length >> 1]!;
    expect(middle).toBeGreaterThan(480e3);
    expect(middle).toBeLessThan(720e3);
    expect(new Set(limits(0, drop))).toEqual(new Set([undefined]));
    expect(new Set(limits(back + 2, back + 4))).toEqual(new Set([undefined]));
    expect(Math.max(...during(known, drop + 1, back).map(({ queueMs }) => queueMs))).toBeGreaterThan(80);
    expect(
      Math.max(...during(known, drop + 1, back).map(({ fractionLost }) => fractionLost)),
    ).toBeGreaterThan(0.2);
  });

  it('is silent where packets are sent of which nothing is told', () => {
    const observer = new PathObserver(4);
    for (let time = 0; time < 100; time += 10) observer.send(1_000, time);
    expect(observer.isTold).toBe(false);
    expect(observer.estimate(5_000).silentMs).toBe(0);
    observer.receive(feedback(0, 10));
    expect(observer.isTold).toBe(true);
    expect(observer.estimate(5_000).silentMs).toBe(0);
    observer.send(1_000, 6_000);
    expect(observer.estimate(6_500).silentMs).toBe(0);
    // How long the queue is nobody knows then.
    expect(observer.estimate(7_000)).toMatchObject({ silentMs: 1_000, capacityBps: undefined });
    expect(observer.estimate(7_000).queueMs).toBeLessThan(100);
    observer.receive(feedback(10, 1));
    expect(observer.estimate(7_000).silentMs).toBe(0);
  });

  it('is no more told of, rather than silent, where packets come though feedback ends', () => {
    const observer = new PathObserver(4);
    for (let time = 0; time < 100; time += 10) observer.send(1_000, time);
    observer.receive(feedback(0, 10));
    // What is shown while feedback comes says nothing.
    observer.showArrival(200);
    observer.showArrival(300);
    observer.send(1_000, 1_000);
    expect(observer.estimate(2_000).silentMs).toBe(1_000);
    // This one may speak of what came before the silence.
    observer.showArrival(2_000);
    expect(observer.estimate(2_900).silentMs).toBe(1_900);
    observer.showArrival(3_000);
    expect(observer.isTold).toBe(false);
    expect(observer.estimate(60_000).silentMs).toBe(0);
    observer.receive(feedback(10, 1));
    expect(observer.isTold).toBe(true);
    observer.send(1_000, 61_000);
    expect(observer.estimate(62_000).silentMs).toBe(1_000);
  });

  it('has lost what was told as lost, unless that comes after all', () => {
    const observer = new PathObserver(4);
    for (let time = 0; time < 100; time += 10) observer.send(1_000, time);
    // One bit for each: only the last two of fourteen came.
    const some = feedback(0, 10);
    some.writeUInt16BE(0x8003, 20);
    some.writeUInt16BE(14, 14);
    observer.receive(some);
    expect(observer.estimate(100).fractionLost).toBeGreaterThan(0.5);
    observer.receive(feedback(0, 10));
    expect(observer.estimate(100).fractionLost).toBe(0);
  });

  it('numbers packets from 0 on, in an extension of its own', () => {
    const observer = new PathObserver(4);
    expect([observer.extensionId, observer.nextNumber]).toEqual([4, 0]);
    observer.send(100, 0);
    expect(observer.nextNumber).toBe(1);
  });

  it('is told anything by browsers that mean no good', () => {
    const random = seededRandom(7);
    const observer = new PathObserver(4);
    for (let round = 0; round < 5_000; round++) {
      if (round % 2 === 0) observer.send(100 + 1_000 * random(), round);
      const garbage = Buffer.from(
        Array.from({ length: 24 + 4 * Math.floor(30 * random()) }, () => 256 * random()),
      );
      garbage.writeUInt16BE(0x8fcd, 0);
      garbage.writeUInt16BE(garbage.length / 4 - 1, 2);
      garbage.writeUInt16BE((observer.nextNumber - Math.floor(50 * random())) & 0xffff, 12);
      observer.receive(garbage);
      const { capacityBps = 1, queueMs, fractionLost } = observer.estimate(round);
      if (
        !(capacityBps > 0 && capacityBps < 1e12 && queueMs >= 0 && fractionLost >= 0 && fractionLost <= 1)
      ) {
        expect({ capacityBps, queueMs, fractionLost }).toBeUndefined();
      }
    }
    expect(observer.isTold).toBe(true);
  });
});
