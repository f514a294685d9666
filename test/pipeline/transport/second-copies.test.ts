import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { SecondCopies } from '../../../src/pipeline/transport/second-copies.js';
import { FakeTrack } from './fake-peer.js';

const LOSSY = { ...UNKNOWN_PATH, queueMs: 3, fractionLost: 0.05 };
const CLEAN = { ...LOSSY, fractionLost: 0.002 };
const FULL = { ...LOSSY, queueMs: 90 };

function openCopies() {
  const track = new FakeTrack();
  const copies = new SecondCopies({ track: track.asTrack, payloadType: 96, ssrc: 1 });
  const packet = Buffer.alloc(1_000, 7);
  return { track, copies, packet };
}

describe('second copies of packets', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('follow some milliseconds behind, as the packets were, while a path loses some', () => {
    const { track, copies, packet } = openCopies();
    copies.report(LOSSY, 1_000);
    copies.add(packet, 1_000);
    packet.fill(9);
    expect(track.sent).toEqual([]);
    vi.advanceTimersByTime(8);
    expect(track.sent).toEqual([Buffer.alloc(1_000, 7)]);
    expect(copies.bytesSent).toBe(1_000);
    expect(copies.share).toBe(1);
  });

  it.each([
    ['loses next to none', [CLEAN], 1_000],
    ['is full', [LOSSY, FULL], 1_000],
    ['was full a moment ago', [FULL, LOSSY], 1_000],
    ['lost none for a while', [LOSSY, CLEAN], 13_001],
  ])('are none where a path %s', (_how, reports, now) => {
    const { track, copies, packet } = openCopies();
    for (const report of reports) copies.report(report, 1_000);
    copies.add(packet, now);
    vi.advanceTimersByTime(100);
    expect(track.sent).toEqual([]);
  });

  it('go on for a while after the last loss that was told of: they hide it', () => {
    const { track, copies, packet } = openCopies();
    copies.report(LOSSY, 1_000);
    copies.report(CLEAN, 5_000);
    copies.add(packet, 5_000);
    vi.advanceTimersByTime(100);
    expect(track.sent).toHaveLength(1);
  });

  it('take 0.6 Mb/s at most', () => {
    const { copies, packet } = openCopies();
    for (let now = 1_000; now < 11_000; now++) {
      copies.report(LOSSY, now);
      copies.add(packet, now);
      vi.advanceTimersByTime(1);
    }
    expect(copies.bytesSent).toBeGreaterThan(740_000);
    expect(copies.bytesSent).toBeLessThan(770_000);
  });

  it('end with the viewer', () => {
    const { track, copies, packet } = openCopies();
    copies.report(LOSSY, 1_000);
    copies.add(packet, 1_000);
    copies.close();
    vi.advanceTimersByTime(100);
    expect(track.sent).toEqual([]);
  });
});
