import { describe, expect, test } from 'vitest';
import { followPresses } from '../../src/bench/follow-presses.js';
import type { PageLog } from '../../src/bench/page/page-log.js';
import type { TraceRecord } from '../../src/pipeline/trace/trace-record.js';
import {
  BUTTON,
  CLOCK_OFFSET,
  FRAME_MS,
  frameRecord,
  logOf,
  pictureOf,
  toHost,
  traceOf,
} from './measured-page.js';

const KEY = { code: 'KeyX', button: BUTTON };
/** One press, 2 ms before the step of frame 10; its packet is number 7 and arrives 0.6 ms later. */
const PRESS = 10 * FRAME_MS - 2;
const INPUT: TraceRecord = { type: 'input', seat: 1, sequence: 7, receivedTime: CLOCK_OFFSET + PRESS + 0.6 };
const FRAMES = [8, 9, 10, 11, 12].map((number) => frameRecord(number, number < 10 ? 6 : 7));
const LOG = logOf({
  inputs: [
    { code: 'KeyX', down: true, time: PRESS },
    { code: 'KeyX', down: false, time: PRESS + 60 },
  ],
  packets: [
    { sequence: 0, buttons: 0, time: 0 },
    { sequence: 7, buttons: BUTTON, time: PRESS + 0.2 },
  ],
  pictures: [8, 9, 10, 11, 12].map((number) => pictureOf(number)),
});

function follow(log: PageLog, records: readonly TraceRecord[]) {
  return followPresses({ log, trace: traceOf(records), toHost, seat: 1, key: KEY });
}

function sumOf(pieces: Readonly<Record<string, number | undefined>>): number {
  return Object.values(pieces).reduce<number>((sum, piece) => sum + (piece ?? 0), 0);
}

describe('a press that is followed', () => {
  test('ends at the display tick of the first picture that was made with it, cut into its pieces', () => {
    const { presses, missed, contradicted } = follow(LOG, [INPUT, ...FRAMES]);
    expect({ missed, contradicted }).toEqual({ missed: 0, contradicted: 0 });
    const [{ inputToPhotonMs, pieces }] = presses as [(typeof presses)[0]];
    expect(inputToPhotonMs).toBeCloseTo(2 + 4.2 + 20, 6);
    const expected = {
      inputWayMs: 0.6,
      tickWaitMs: 1.4,
      coreMs: 1,
      encodeMs: 2,
      sendMs: 0.5,
      networkMs: 0.7,
      jitterBufferMs: 4,
      decodeMs: 1,
      presentationMs: 15,
    };
    for (const [name, value] of Object.entries(expected)) expect(pieces[name as never]).toBeCloseTo(value, 6);
  });

  test.each([0, 3, 500])('has pieces that add up with %d ms in the jitter buffer', (jitterMs) => {
    const pictures = LOG.pictures.map((picture) => ({ ...picture, jitterMs }));
    const [press] = follow({ ...LOG, pictures }, [INPUT, ...FRAMES]).presses;
    expect(sumOf(press!.pieces)).toBeCloseTo(press!.inputToPhotonMs, 6);
    expect(press!.pieces.jitterBufferMs).toBeLessThanOrEqual(19);
  });

  test('waited for a later frame where the first one with it was never shown', () => {
    const pictures = LOG.pictures.map((picture) =>
      picture.number === 10 ? { ...picture, displayTime: null } : picture,
    );
    const [press] = follow({ ...LOG, pictures }, [INPUT, ...FRAMES]).presses;
    expect(press!.pieces.tickWaitMs).toBeCloseTo(1.4 + FRAME_MS, 6);
    expect(sumOf(press!.pieces)).toBeCloseTo(press!.inputToPhotonMs, 6);
  });

  test('came with the repeated packet where the first one was lost', () => {
    const repeated = {
      ...INPUT,
      sequence: 8,
      receivedTime: INPUT.type === 'input' ? INPUT.receivedTime + 10 : 0,
    };
    const frames = FRAMES.map((frame) =>
      frame.type === 'frame' ? { ...frame, inputs: [frame.number < 11 ? 6 : 8] } : frame,
    );
    const [press] = follow(LOG, [repeated, ...frames]).presses;
    expect(press!.pieces.inputWayMs).toBeCloseTo(10.6, 6);
    expect(sumOf(press!.pieces)).toBeCloseTo(press!.inputToPhotonMs, 6);
  });

  test('was sent when the transport let its picture go, where it kept it back', () => {
    const released: TraceRecord = {
      type: 'released',
      number: 10,
      transport: 'rtp',
      time: CLOCK_OFFSET + 10 * FRAME_MS + 3.9,
    };
    const [press] = follow(LOG, [INPUT, ...FRAMES, released]).presses;
    expect(press!.pieces.sendMs).toBeCloseTo(0.9, 6);
    expect(press!.pieces.networkMs).toBeCloseTo(0.3, 6);
  });

  test('has no pieces behind the network where the browser doesn’t tell them', () => {
    const pictures = LOG.pictures.map(({ receiveTime: _, ...picture }) => picture);
    const [press] = follow({ ...LOG, pictures }, [INPUT, ...FRAMES]).presses;
    expect(Object.keys(press!.pieces)).toEqual(['inputWayMs', 'tickWaitMs', 'coreMs', 'encodeMs', 'sendMs']);
  });

  test('is missed where no picture shows it', () => {
    const { presses, missed } = follow({ ...LOG, pictures: LOG.pictures.slice(0, 2) }, [INPUT, ...FRAMES]);
    expect({ presses, missed }).toEqual({ presses: [], missed: 1 });
  });
});

test('pictures whose pixels contradict the trace are counted', () => {
  const pictures = LOG.pictures.map((picture) => ({ ...picture, lit: picture.number < 11 ? 0 : 1 }));
  expect(follow({ ...LOG, pictures }, [INPUT, ...FRAMES]).contradicted).toBe(1);
});
