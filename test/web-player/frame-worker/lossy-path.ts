import { Link } from '../../../src/bench/network/link.js';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { ReleaseQueue } from '../../../src/bench/network/release-queue.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { readRepeatRequest, writeRepeatRequest } from '../../../src/protocol/repeat-request.js';
import { GapWatch, type Numbered } from '../../../web-player/src/frame-worker/gap-watch.js';
import { PacketAssembler } from '../../../web-player/src/frame-worker/packet-assembler.js';
import { FakeTrack } from '../../pipeline/transport/fake-peer.js';

const INTERVAL = 1000 / 60;
const RTP_HEADER_BYTES = 12;
/** SRTP's authentication tag, and DTLS and SCTP around a request, bytes. */
const SRTP_BYTES = 10;
const SCTP_BYTES = 65;

/** What came of frames that were sent over a path. */
export interface Journey {
  /** By frame, from being sent to being decoded, ms; `undefined` where it wasn't. */
  readonly delays: readonly (number | undefined)[];
  readonly bytesSent: number;
  readonly packetsRepeated: number;
  /** Times when a keyframe was wished for. */
  readonly wishes: number;
}

/** Sends frames of so many bytes from a host's carrier to a page's assembler, on a clock of their own. */
export function travel(network: string, frameBytes: number, seconds: number, seed = 1): Journey {
  const profile = parseNetwork(network);
  const down = new Link(profile.down, seededRandom(seed, 0));
  const up = new Link(profile.up, seededRandom(seed, 1));
  const events = new ReleaseQueue<() => void>();
  let now = 1000;
  const track = new FakeTrack();
  const carrier = new PacketCarrier(
    { track: track.asTrack, payloadType: 111, ssrc: 1 },
    new SharedFrameMessages(),
    () => now,
  );
  const sentAt: number[] = [];
  const delays: (number | undefined)[] = [];
  let wishes = 0;
  const gaps = new GapWatch<Numbered>(
    ({ number }) => {
      delays[number] = now - sentAt[number]!;
    },
    () => {},
    () => now,
  );
  const assembler = new PacketAssembler({
    onMessage: (bytes) => {
      const { number, keyframe } = readFrameMessage(bytes)!;
      const wished = gaps.keyframeWanted;
      gaps.patience = 2.5 * assembler.roundTripMs + 60;
      gaps.push({ number, keyframe });
      if (gaps.keyframeWanted && !wished) wishes++;
      else if (!gaps.keyframeWanted) assembler.settle(gaps.last);
    },
    onRequest: (request) => {
      const bytes = writeRepeatRequest(request);
      const fate = up.take(now, bytes.length + SCTP_BYTES);
      if (fate.kind === 'delivered') {
        events.push(fate.at, () => {
          carrier.receive(readRepeatRequest(bytes)!);
          flush();
        });
      }
    },
  });
  function flush(): void {
    for (const packet of track.sent.splice(0)) {
      const fate = down.take(now, packet.length + SRTP_BYTES);
      const payload = packet.subarray(RTP_HEADER_BYTES);
      if (fate.kind === 'delivered') events.push(fate.at, () => assembler.push(payload, now));
    }
  }
  const count = Math.round((seconds * 1000) / INTERVAL);
  for (let number = 0; number < count; number++) {
    events.push(1000 + number * INTERVAL, () => {
      sentAt[number] = now;
      delays[number] = undefined;
      // A keyframe comes where one was wished for, without the way of the wish.
      carrier.send(frameOf(number, frameBytes, number === 0 || gaps.keyframeWanted), number);
      flush();
    });
  }
  const end = 1000 + count * INTERVAL + 1000;
  for (;;) {
    const due = assembler.dueTime;
    const next = events.nextAt;
    if (due !== undefined && due < (next ?? end)) {
      now = Math.max(now, due);
      assembler.tick(now);
    } else if (next !== undefined && next < end) {
      now = Math.max(now, next);
      events.shift()!.item();
    } else {
      break;
    }
  }
  return { delays, bytesSent: carrier.bytesSent, packetsRepeated: carrier.packetsRepeated, wishes };
}

export function frameOf(number: number, bytes: number, keyframe: boolean): EncodedFrame {
  const stamp = { number, stepTime: 1, readyTime: 1, dueTime: 1, inputSequences: [], inputTimes: [] };
  return { stamp, codec: 'vp8', keyframe, units: [Buffer.alloc(keyframe ? 8 * bytes : bytes, number)] };
}

/** The delay (ms) that so large a share of frames stays below. */
export function percentile(delays: readonly (number | undefined)[], share: number): number {
  const sorted = delays.map((delay) => delay ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
