import { describe, expect, it } from 'vitest';
import { PathObserver } from '../../../src/pipeline/rate/path-observer.js';
import { listenToRtcp } from '../../../src/pipeline/transport/rtp-track.js';
import { writeReceiverReport } from '../../room/received-rtp.js';
import { FakeTrack } from './fake-peer.js';

const SSRC = 7;
const NO_LOSS = { fractionLost: 0, cumulativeLost: 0 };

/** Feedback that packet 0 came, and nothing else. */
const FEEDBACK = Buffer.from('8fcd00050000000100000007000000010000000020010100', 'hex');

function reported(highestSequence: number, ssrc = SSRC): Buffer {
  const report = writeReceiverReport(ssrc, NO_LOSS);
  report.writeUInt32BE(highestSequence, 16);
  return report;
}

/** A track whose browser gave feedback once, and has been silent since long ago. */
function silentTrack() {
  const track = new FakeTrack();
  const path = new PathObserver(4);
  listenToRtcp({ track: track.asTrack, payloadType: 96, ssrc: SSRC, path }, () => {});
  path.send(100, 0);
  path.receive(FEEDBACK);
  path.send(100, performance.now() - 10_000);
  expect(path.estimate(performance.now()).silentMs).toBeGreaterThan(0);
  return { path, receive: (packet: Buffer) => track.receive(packet) };
}

describe('what a browser tells of a track', () => {
  it('shows by its reports that packets come where it gives no feedback any more', () => {
    const { path, receive } = silentTrack();
    for (const highest of [0xfffffffe, 0xffffffff, 2]) receive(reported(highest));
    expect(path.isTold).toBe(false);
  });

  it('shows nothing by reports of the same packets again, of other tracks, or of earlier ones', () => {
    const { path, receive } = silentTrack();
    for (const highest of [100, 100, 90, 90]) receive(reported(highest));
    for (const highest of [1, 2, 3]) receive(reported(highest, SSRC + 1));
    expect(path.isTold).toBe(true);
    expect(path.estimate(performance.now()).silentMs).toBeGreaterThan(0);
  });
});
