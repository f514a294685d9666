import { describe, expect, it } from 'vitest';
import { Link } from '../../../src/bench/network/link.js';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import { FramesSound } from '../../../src/pipeline/transport/frames-sound.js';
import { RtpSound } from '../../../src/pipeline/transport/rtp-sound.js';
import { SoundRedundancy } from '../../../src/pipeline/transport/sound-redundancy.js';
import { readSoundMessage } from '../../../src/protocol/sound-message.js';
import { readRtp } from '../../room/received-rtp.js';
import { FakeTrack } from './fake-peer.js';
import { readRed } from './red-reader.js';

const FRAMES_PER_SECOND = 60.0988;
const SECONDS = 300;
/** Packets of pictures that go in between, per step. */
const PICTURE_PACKETS = 2;
/** Browsers report so often (ms), of sound and of pictures. */
const REPORT_MS = 1_000;

/** Five minutes of sound over a path: the share of it that never came, and of all bytes those that came twice or more. */
function travel(network: string, way: 'track' | 'messages', red = true): { missing: number; extra: number } {
  const link = new Link(parseNetwork(network).down, seededRandom(3, 0));
  const clock = { now: 0 };
  const track = new FakeTrack();
  const rtp = new RtpSound(
    { track: track.asTrack, payloadType: 111, ssrc: 1, ...(red && { redPayloadType: 63 }) },
    () => clock.now,
  );
  const messages: Uint8Array[] = [];
  const redundancy = way === 'track' ? rtp.redundancy : new SoundRedundancy();
  const byMessages = new FramesSound(
    { sendSound: (message) => messages.push(message) },
    redundancy,
    () => clock.now,
  );
  const came = new Set<number>();
  let [made, next, bytes, sent, lost, reported] = [0, 0, 0, 0, 0, 0];
  const arrives = (length: number): boolean => {
    sent++;
    const delivered = link.take(clock.now, length).kind === 'delivered';
    if (!delivered) lost++;
    return delivered;
  };
  const first = readFirstTimestamp();
  function readFirstTimestamp(): number {
    rtp.send({ data: Buffer.alloc(120), timestamp: 0, afterGap: false });
    return readRtp(track.sent.shift()!).timestamp;
  }
  for (let step = 0; step < SECONDS * FRAMES_PER_SECOND; step++) {
    clock.now = (step * 1_000) / FRAMES_PER_SECOND;
    for (made += 48_000 / FRAMES_PER_SECOND; made >= 480; made -= 480) {
      const sound = { data: Buffer.alloc(120), timestamp: 480 * ++next, afterGap: false };
      if (way === 'track') rtp.send(sound);
      else byMessages.send(sound);
    }
    for (const packet of track.sent.splice(0)) {
      bytes += packet.length - 12;
      if (!arrives(packet.length)) continue;
      const { payloadType, payload, timestamp } = readRtp(packet);
      const newest = (timestamp - first) >>> 0;
      const offsets = payloadType === 63 ? readRed(payload).map(({ offset }) => offset) : [0];
      for (const offset of offsets) came.add((newest - offset) / 480);
    }
    for (const message of messages.splice(0)) {
      bytes += message.length;
      if (!arrives(message.length)) continue;
      const { timestamp, packets } = readSoundMessage(message)!;
      for (const [index] of packets.entries()) came.add(timestamp / 480 - (packets.length - 1 - index));
    }
    for (let count = 0; count < PICTURE_PACKETS; count++) arrives(1_000);
    if (clock.now - reported < REPORT_MS) continue;
    reported = clock.now;
    redundancy.report(lost / sent, clock.now);
    [sent, lost] = [0, 0];
  }
  const missing = Array.from({ length: next }, (_, index) => index + 1).filter((number) => !came.has(number));
  return { missing: missing.length / next, extra: bytes / (next * 120) - 1 };
}

describe('sound over a path that loses packets', () => {
  it('is lost like everything else where a browser takes no repetition', () => {
    expect(travel('delay=25,loss=5%', 'track', false).missing).toBeGreaterThan(0.04);
  });

  it.each([
    ['delay=25,loss=1%', 'track', 0.002],
    ['delay=25,loss=5%', 'track', 0.001],
    ['delay=25,loss=5%:2', 'track', 0.01],
    ['delay=25,loss=10%', 'track', 0.004],
    ['delay=25,loss=1%', 'messages', 0.002],
    ['delay=25,loss=5%', 'messages', 0.001],
    ['delay=25,loss=5%:2', 'messages', 0.01],
    ['delay=25,loss=10%', 'messages', 0.004],
  ] as const)('of %s by %s misses next to nothing', (network, way, most) => {
    expect(travel(network, way).missing).toBeLessThan(most);
  });

  it('costs the track nothing where nothing is lost, and two packets more each at the most', () => {
    expect(travel('delay=25', 'track').extra).toBe(0);
    expect(travel('delay=25,loss=5%', 'track').extra).toBeLessThan(2.1);
    expect(travel('delay=25', 'messages').extra).toBeLessThan(1.1);
    expect(travel('delay=25,loss=5%', 'messages').extra).toBeLessThan(2.1);
  });
});
