import { describe, expect, test, vi } from 'vitest';
import { isPatchLit, readFrameNumber } from '../../cores/test-pattern/layout.js';
import { TRANSPORT_SEQUENCE_URI } from '../../src/pipeline/rtp/rtp-header.js';
import { BUTTON_INDEX } from '../../src/protocol/buttons.js';
import { PATIENCE } from '../patience.js';
import { readRed } from '../pipeline/transport/red-reader.js';
import { decode } from '../pipeline/video/decode.js';
import { openPlayedRoom } from './played-room.js';
import { differences, median, readVp8Pictures } from './received-pictures.js';
import { type ReceivedRtp, readVp8Payload, type SenderReport, writeReceiverReport } from './received-rtp.js';
import { TOKENS } from './test-room.js';
import { OFFERED, type TestViewer } from './test-viewer.js';

const B = 1 << BUTTON_INDEX.b;

/** Waits for so many whole pictures. */
function pictures(viewer: TestViewer, count: number) {
  return viewer.video.packets.until((packets) => {
    const whole = packets.filter(({ marker }) => marker).length;
    return whole >= count ? readVp8Pictures(packets) : undefined;
  });
}

function only<Value>(values: readonly Value[]): Value {
  const different = [...new Set(values)];
  expect(different).toHaveLength(1);
  return different[0]!;
}

/** How long an Opus packet plays in ms, by its first byte (RFC 6716 section 3.1). */
function opusDuration({ payload }: ReceivedRtp): number {
  const configuration = payload.readUInt8(0) >> 3;
  const frames = payload.readUInt8(0) & 3;
  if (frames === 3) throw new Error('an Opus packet of any number of frames');
  const length =
    configuration < 12
      ? [10, 20, 40, 60][configuration & 3]!
      : configuration < 16
        ? [10, 20][configuration & 1]!
        : [2.5, 5, 10, 20][configuration & 3]!;
  return length * (frames === 0 ? 1 : 2);
}

describe('the picture that a viewer gets', () => {
  test('comes after the welcome and not before, and begins with a keyframe', async () => {
    const { visit, frames } = await openPlayedRoom();
    const [viewer, stranger] = [visit(), visit()];
    await viewer.opened;
    await stranger.hello(TOKENS.strange);
    await stranger.message('refused');
    await frames.take(10, frames.items.length);
    await viewer.heard();
    expect(viewer.video.packets.items).toEqual([]);
    expect(viewer.audio.packets.items).toEqual([]);
    await viewer.enter(TOKENS.watch);
    const [first] = await viewer.video.packets.take(1);
    const { startsFrame, data } = readVp8Payload(first!.payload);
    expect(startsFrame).toBe(true);
    expect(data.readUInt8(0) & 1).toBe(0);
    await stranger.closed;
    expect(stranger.video.packets.items).toEqual([]);
    expect(stranger.audio.packets.items).toEqual([]);
  });

  test('is RTP as it was negotiated: numbers without gaps, a clock of 90 kHz, marked ends', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const received = await pictures(viewer, 60);
    const packets = received.flatMap((picture) => picture.packets);
    expect(only(packets.map(({ payloadType }) => payloadType))).toBe(OFFERED.vp8);
    expect(only(packets.map(({ ssrc }) => ssrc))).toBeGreaterThan(0);
    expect(
      only(
        differences(
          packets.map(({ sequenceNumber }) => sequenceNumber),
          16,
        ),
      ),
    ).toBe(1);
    expect(
      only(
        differences(
          received.map(({ pictureId }) => pictureId),
          15,
        ),
      ),
    ).toBe(1);
    const ticks = differences(
      received.map(({ timestamp }) => timestamp),
      32,
    );
    expect(median(ticks)).toBeGreaterThanOrEqual(1499);
    expect(median(ticks)).toBeLessThanOrEqual(1501);
    expect(Math.min(...ticks)).toBeGreaterThan(0);
    expect(Math.max(...packets.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(1200);
  });

  test('is another rendition’s where a browser can’t play the room’s codec, and goes when its viewer does', async () => {
    const { visit, pipeline, events } = await openPlayedRoom('h264', { otherCodecs: ['vp8'] });
    const usual = visit();
    expect(await usual.enter(TOKENS.watch)).toMatchObject({ codec: 'h264' });
    expect(pipeline.statistics().renditions).toHaveLength(1);
    const other = visit({ codecs: ['vp8'] });
    expect(await other.enter(TOKENS.watch)).toMatchObject({ codec: 'vp8' });
    const received = await pictures(other, 20);
    expect(only(received.flatMap(({ packets }) => packets.map(({ payloadType }) => payloadType)))).toBe(
      OFFERED.vp8,
    );
    expect(received[0]!.data.readUInt8(0) & 1).toBe(0);
    expect(pipeline.statistics().renditions).toMatchObject([
      { codec: 'h264', viewers: 1 },
      { codec: 'vp8', viewers: 1 },
    ]);
    // The usual one's go on as they were.
    const before = usual.video.packets.items.length;
    const packets = await usual.video.packets.take(30, before);
    expect(only(packets.map(({ payloadType }) => payloadType))).toBe(OFFERED.h264);
    other.close();
    await vi.waitUntil(() => pipeline.statistics().renditions.length === 1, PATIENCE);
    expect(events.items.filter(({ kind }) => kind === 'incident')).toEqual([]);
  });

  test('carries the playout delay of 0 to 100 ms in each packet', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    for (const { extensions } of await viewer.video.packets.take(30)) {
      expect([...extensions]).toEqual([[OFFERED.playoutDelayId, Buffer.of(0, 0, 10)]]);
    }
  });

  test('carries no playout delay where the browser does not know it', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit({ playoutDelay: false });
    await viewer.enter(TOKENS.watch);
    const [first] = await viewer.video.packets.take(30);
    expect(first!.extensions.size).toBe(0);
  });

  test('is numbered over picture and sound together where the browser tells of arrivals', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit({ transportFeedback: true });
    await viewer.enter(TOKENS.watch);
    const [answer] = await viewer.answers.take(1);
    for (const section of answer!.sdp.split(/\r\n(?=m=)/).slice(1, 3)) {
      expect(section).toContain(`a=extmap:${OFFERED.transportSequenceId} ${TRANSPORT_SEQUENCE_URI}`);
      expect(section).toMatch(/a=rtcp-fb:\d+ transport-cc/);
    }
    const tracks = [viewer.video, viewer.audio];
    const received = (await Promise.all(tracks.map(({ packets }) => packets.take(60)))).flat();
    const numbers = received.map(({ extensions }) => {
      const extension = extensions.get(OFFERED.transportSequenceId)!;
      return extension.readUInt16BE(0);
    });
    expect(new Set(numbers).size).toBe(numbers.length);
    const rising = [...numbers].sort((a, b) => a - b);
    // Each number belongs to one packet of either; the tracks' first ones came with none missing in between.
    expect(rising.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  test('is numbered for each viewer by itself, and starts anywhere', async () => {
    const { visit } = await openPlayedRoom();
    const viewers = [visit(), visit(), visit()];
    await Promise.all(viewers.map((viewer) => viewer.enter(TOKENS.watch)));
    const firsts = await Promise.all(
      viewers.map(async ({ video, audio }) => [
        (await video.packets.take(1))[0]!,
        (await audio.packets.take(1))[0]!,
      ]),
    );
    const all = firsts.flat();
    expect(new Set(all.map(({ ssrc }) => ssrc)).size).toBe(6);
    // Small numbers may be the same by chance, though hardly all of them.
    expect(new Set(all.map(({ sequenceNumber }) => sequenceNumber)).size).toBeGreaterThan(1);
    const ids = firsts.map(([video]) => readVp8Payload(video!.payload).pictureId);
    expect(new Set(ids).size).toBeGreaterThan(1);
  });

  test('of a joiner starts with a keyframe while the game is paused, too', async () => {
    const { visit, pipeline, frames } = await openPlayedRoom();
    await frames.take(1);
    pipeline.pause();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const [picture] = await pictures(viewer, 1);
    expect(picture!.keyframe).toBe(true);
  });

  test('goes on without a break for one viewer where another closes its connection in the middle', async () => {
    const { visit, events } = await openPlayedRoom();
    const [steady, ...others] = Array.from({ length: 4 }, () => visit());
    await steady!.enter(TOKENS.watch);
    for (const other of others) {
      await other.enter(TOKENS.play);
      await pictures(other, 3);
      other.close();
    }
    await events.until((items) =>
      items.filter(({ kind }) => kind === 'left').length === 3 ? true : undefined,
    );
    const soFar = steady!.video.packets.items.length;
    await steady!.video.packets.take(30, soFar);
    const numbers = steady!.video.packets.items.map(({ sequenceNumber }) => sequenceNumber);
    expect(only(differences(numbers, 16))).toBe(1);
  });

  test('in H.264 begins with the parameter sets and an IDR picture, in the offered payload type', async () => {
    const { visit } = await openPlayedRoom('h264');
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const packets = await viewer.video.packets.until((items) =>
      items.filter(({ marker }) => marker).length >= 30 ? items : undefined,
    );
    expect(only(packets.map(({ payloadType }) => payloadType))).toBe(OFFERED.h264);
    const numbers = packets.map(({ sequenceNumber }) => sequenceNumber);
    expect(only(differences(numbers, 16))).toBe(1);
    const firstPicture = packets.slice(0, packets.findIndex(({ marker }) => marker) + 1);
    const types = firstPicture.flatMap(({ payload }) => nalUnitTypes(payload));
    expect(types.slice(0, 2)).toEqual([7, 8]);
    expect(types).toContain(5);
    expect(types).not.toContain(1);
    const later = packets.slice(firstPicture.length).flatMap(({ payload }) => nalUnitTypes(payload));
    expect(later).toContain(1);
  });

  test('shows a patch as long as its player holds a button', async () => {
    const { visit, frames } = await openPlayedRoom();
    const viewer = visit();
    const { seat } = await viewer.enter(TOKENS.play);
    expect(seat).toBe(1);
    const [first] = await pictures(viewer, 1);
    const dark = await readPattern(first!.data);
    expect(dark.lit).toBe(false);

    const sequence = viewer.sendControls({ buttons: B });
    const pressed = await frames.find(({ stamp }) => (stamp.inputSequences[0] ?? 0) >= sequence);
    const hostFrames = frames.items.slice(frames.items.indexOf(pressed));
    expect(hostFrames[0]!.stamp.inputSequences).toHaveLength(8);
    // Another viewer's keyframe is this viewer's as well.
    const second = visit();
    await second.enter(TOKENS.watch);
    const [lit] = await pictures(second, 1);
    const bright = await readPattern(lit!.data);
    expect(bright.lit).toBe(true);
    expect(bright.frameNumber).toBeGreaterThanOrEqual(pressed.stamp.number);
    expect(bright.frameNumber).toBeGreaterThan(dark.frameNumber);
  });
});

describe('the sound that a viewer gets', () => {
  test('is Opus in packets of 10 ms on a clock of 48 kHz, as it was negotiated', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const packets = await viewer.audio.packets.take(100);
    expect(only(packets.map(({ payloadType }) => payloadType))).toBe(OFFERED.opus);
    expect(only(packets.map(({ ssrc }) => ssrc))).not.toBe(viewer.video.packets.items[0]?.ssrc);
    expect(only(packets.map(opusDuration))).toBe(10);
    const numbers = packets.map(({ sequenceNumber }) => sequenceNumber);
    expect(only(differences(numbers, 16))).toBe(1);
    const ticks = differences(
      packets.map(({ timestamp }) => timestamp),
      32,
    );
    // Where the machine stood still the clock jumps, and the packet behind says so with its marker.
    for (const [index, tick] of ticks.entries()) {
      if (packets[index + 1]!.marker) expect(tick).toBeGreaterThanOrEqual(480);
      else expect(tick).toBe(480);
    }
    expect(packets[0]!.extensions.size).toBe(0);
  });
});

describe('sound over a path that loses packets', () => {
  test('has each packet again in those after it, once the viewer reports losses', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit({ red: true });
    await viewer.enter(TOKENS.watch);
    const [{ ssrc }] = (await viewer.audio.packets.take(1)) as [ReceivedRtp];
    viewer.audio.track.sendMessageBinary(
      writeReceiverReport(ssrc, { fractionLost: 0.25, cumulativeLost: 7 }),
    );
    const repeating = await viewer.audio.packets.find(
      ({ payloadType, payload }) => payloadType === OFFERED.red && readRed(payload).length === 3,
    );
    const sentBefore = viewer.audio.packets.items.find(
      ({ timestamp }) => timestamp === (repeating.timestamp - 480) >>> 0,
    );
    const [, before, newest] = readRed(repeating.payload);
    expect(before!.offset).toBe(480);
    // The packet before may be one that repeats others as well.
    const { payloadType, payload } = sentBefore!;
    const itself = payloadType === OFFERED.red ? readRed(payload).at(-1)!.data : payload;
    expect(before!.data.equals(itself)).toBe(true);
    expect(newest!.payloadType).toBe(OFFERED.opus);
  });
});

describe('the host’s reports', () => {
  test('say for picture and sound which RTP time it is now', async () => {
    const { visit } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const before = Date.now();
    for (const [track, ticksPerSecond] of [
      [viewer.video, 90_000],
      [viewer.audio, 48_000],
    ] as const) {
      /** Ticks of RTP time from one report to the next, beyond those of the wall clock. */
      const ahead = (first: SenderReport, second: SenderReport) => {
        const [ticks] = differences([first.rtpTimestamp, second.rtpTimestamp], 32);
        return ticks! - ((second.wallTimeMs - first.wallTimeMs) * ticksPerSecond) / 1000;
      };
      // Time stamps follow the frame clock, reports go out with a packet: they differ by a packet, or by what held the
      // machine up. The other medium's clock would be wrong by more than that each time.
      const [first, second] = await track.reports.until((reports) => {
        const at = reports.findIndex(
          (report, index) => index > 0 && Math.abs(ahead(reports[index - 1]!, report)) < ticksPerSecond / 5,
        );
        return at < 0 ? undefined : ([reports[at - 1]!, reports[at]!] as const);
      });
      const ssrc = track.packets.items[0]!.ssrc;
      expect([first.ssrc, second.ssrc]).toEqual([ssrc, ssrc]);
      expect(second.packetCount).toBeGreaterThan(first.packetCount);
      expect(second.wallTimeMs - before).toBeLessThan(60_000);
      expect(second.wallTimeMs).toBeGreaterThan(first.wallTimeMs);
      // A report goes out right before the packet whose time it tells.
      await track.packets.find(({ timestamp }) => timestamp === second.rtpTimestamp);
    }
  });

  test('answered by the viewer give loss and round trip', async () => {
    const { visit, room } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    const [report] = await viewer.video.reports.take(1);
    const [{ transport } = { transport: undefined }] = room.people;
    expect(transport!.statistics()).toMatchObject({ roundTripMs: undefined, fractionLost: 0 });
    viewer.video.track.sendMessageBinary(
      writeReceiverReport(report!.ssrc, { fractionLost: 0.25, cumulativeLost: 7, answering: report! }),
    );
    await viewer.video.packets.until(() => transport!.statistics().roundTripMs);
    const { fractionLost, roundTripMs, framesSent, bytesSent } = transport!.statistics();
    expect(fractionLost).toBe(0.25);
    expect(roundTripMs).toBeLessThan(60_000);
    expect(framesSent).toBeGreaterThan(0);
    expect(bytesSent).toBeGreaterThan(1000);
  });
});

/** The types of the NAL units that begin in a payload (RFC 6184 section 5.2). */
function nalUnitTypes(payload: Buffer): number[] {
  const type = payload.readUInt8(0) & 0x1f;
  if (type === 28) return payload.readUInt8(1) & 0x80 ? [payload.readUInt8(1) & 0x1f] : [];
  if (type !== 24) return [type];
  const types: number[] = [];
  for (let at = 1; at < payload.length; at += 2 + payload.readUInt16BE(at)) {
    types.push(payload.readUInt8(at + 2) & 0x1f);
  }
  return types;
}

async function readPattern(keyframe: Buffer): Promise<{ frameNumber: number; lit: boolean }> {
  const stamp = { number: 1, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [], inputTimes: [] };
  const [pixels] = await decode([{ stamp, codec: 'vp8', keyframe: true, units: [keyframe] }], 256, 240);
  return { frameNumber: readFrameNumber(pixels!, 256, 240) ?? -1, lit: isPatchLit(pixels!, 256, 240, 0) };
}
