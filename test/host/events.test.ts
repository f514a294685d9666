import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { EVENT_SCHEMAS, formatEvent, hostEvent, type UntimedEvent } from '../../src/host/events.js';
import { jsonEventsDocument } from './json-events-document.js';

const LINKS = { own: 'http://localhost:8010/v1/#a', local: 'http://192.168.1.2:8010/v1/#a' };

const EXAMPLES: UntimedEvent[] = [
  {
    event: 'ready',
    version: '0.1.0',
    pid: 42,
    game: { title: 'Snake', sha256: 'ab'.repeat(32), core: 'snake', players: 4 },
    links: { ...LINKS, public: 'https://example.org/v1/#a', watch: LINKS },
    port: 8010,
    codec: 'vp8',
    encoder: 'libvpx',
    sandbox: {
      means: 'permissions',
      enforced: ['reads', 'writes', 'environment'],
      missing: ['network', 'processes'],
      reason: 'bubblewrap (bwrap) is not installed',
    },
  },
  {
    event: 'link',
    state: 'down',
    signallingUrl: 'wss://example.org/',
    reason: 'The signalling server example.org can’t be reached.',
  },
  { event: 'viewer-joined', id: 'v1', seat: 1, resumed: false },
  { event: 'viewer-left', id: 'v1', seat: null, reason: 'The page was closed.' },
  {
    event: 'action',
    action: { kind: 'save', slot: 3 },
    viewer: 'v1',
    seat: 2,
    message: 'Player 2 saved to slot 3.',
  },
  {
    event: 'stats',
    state: 'playing',
    fps: 60.0988,
    encodedFps: 60,
    framesDropped: 3,
    bitrateBps: 1_500_000,
    seatsTaken: 1,
    watchers: 0,
    viewers: [
      {
        id: 'v1',
        seat: 1,
        roundTripMs: 12.5,
        lossPercent: null,
        bitrateBps: 1_600_000,
        capacityBps: 2_400_000,
        queueMs: 1.5,
        silentMs: 0,
        rendition: 1,
        transport: 'frames',
        candidateType: 'host',
      },
    ],
    renditions: [
      {
        codec: 'h264',
        width: 256,
        height: 240,
        framesPerSecond: 60.1,
        bitrateBps: 1_476_988,
        reduced: false,
        viewers: 0,
      },
      {
        codec: 'h264',
        width: 192,
        height: 180,
        framesPerSecond: 30.05,
        bitrateBps: 170_000,
        reduced: true,
        viewers: 1,
      },
    ],
    eventLoopDelayMs: 0.8,
    encoderRestarts: 0,
    coreRestarts: 0,
  },
  { event: 'warning', message: 'The encoder stopped, and was started again.' },
  { event: 'closed', reason: 'Interrupted.', exitCode: 130 },
  {
    event: 'signalling-ready',
    version: '0.1.0',
    pid: 42,
    port: 9000,
    urls: { own: 'ws://localhost:9000/', local: 'ws://192.168.1.2:9000/' },
  },
];

describe('the events for scripts', () => {
  test.each(EXAMPLES)('write $event on a line with its time, as its schema says', (example) => {
    const line = formatEvent(example, new Date(Date.UTC(2026, 0, 31, 12, 34, 56, 789)));
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const parsed = JSON.parse(line);
    expect(parsed).toEqual({ ...example, time: '2026-01-31T12:34:56.789Z' });
    expect(Object.keys(parsed).slice(0, 2)).toEqual(['event', 'time']);
    expect(v.parse(hostEvent, parsed)).toEqual(parsed);
  });

  test('have an example each, and are told apart by their names', () => {
    expect(EXAMPLES.map(({ event }) => event)).toEqual(Object.keys(EVENT_SCHEMAS));
  });

  test('are documented as they are (`npx vitest run test/host/events.test.ts -u` writes the page)', async () => {
    await expect(jsonEventsDocument()).toMatchFileSnapshot('../../docs/json-events.md');
  });
});
