import { describe, expect, it, vi } from 'vitest';
import * as full from '../../../src/protocol/control-message.js';
import * as fullServer from '../../../src/protocol/signalling-message.js';

vi.doMock('valibot', () => import('../../../web-player/src/schema/small-valibot.js'));
vi.resetModules();
const small = await import('../../../src/protocol/control-message.js');
const smallServer = await import('../../../src/protocol/signalling-message.js');

const token = 'AAAAAAAAAAAAAAAAAAAAAA';
const actions = {
  rights: ['save', 'load'],
  slots: [{ slot: 3, savedAtMs: 1_700_000_000_000 }],
  canUndo: true,
  speed: 2,
  rewinding: false,
  discs: ['A', 'B'],
  disc: 1,
  cheats: [{ code: 'SXIOPO', on: true }],
};
const picture = { width: 256, height: 240, aspectRatio: 1.2 };
const hostMessages = [
  {
    type: 'welcome',
    version: 1,
    transport: 'frames',
    codec: 'h264',
    title: 'Snake',
    seat: null,
    seats: 4,
    mayPlay: true,
    resume: token,
    picture,
    framesPerSecond: 60.0988,
    state: 'playing',
    buttonLabels: Array(16).fill(null),
    devices: ['mouse'],
    actions,
  },
  { type: 'actions', actions },
  { type: 'action-result', id: 3, done: false, message: 'No.' },
  { type: 'notice', text: 'Saved.' },
  { type: 'seat', seat: 2 },
  { type: 'picture', picture },
  { type: 'state', state: 'paused', reason: 'by the host' },
  { type: 'people', players: 1, watchers: 2 },
  { type: 'devices', devices: [] },
  { type: 'rumble', strong: 65535, weak: 0 },
  { type: 'transport', transport: 'rtp' },
  { type: 'pong', id: 7, time: 12.5 },
  { type: 'refused', code: 'full', message: 'Too many.' },
  { type: 'closed', reason: 'Bye.' },
];
const serverMessages = [
  { type: 'OPEN' },
  { type: 'ERROR', payload: { msg: 'no' } },
  { type: 'EXPIRE', src: 'host' },
  { type: 'ANSWER', src: 'host', payload: { connectionId: 'c', sdp: { type: 'answer', sdp: 'v=0' } } },
  {
    type: 'CANDIDATE',
    src: 'host',
    payload: { connectionId: 'c', candidate: { candidate: 'x', sdpMid: null, sdpMLineIndex: 0 } },
  },
];
const WRONG = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e9,
  '',
  'x'.repeat(600),
  'rtp',
  [],
  [null],
  {},
  { type: 'OPEN' },
];

/** The value with each of its parts, however deep, replaced by each of many others, or gone. */
function* broken(value: unknown): Generator<unknown> {
  yield* WRONG;
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    for (const part of broken((value as Record<string, unknown>)[key])) {
      const copy = structuredClone(value) as Record<string, unknown>;
      copy[key] = part;
      yield copy;
    }
  }
  yield Array.isArray(value) ? [...value, ...value] : { ...value, more: 'than is known' };
}

describe('the small schemas of the page', () => {
  it.each(hostMessages)("read a host's message $type as valibot does, whole and broken", (message) => {
    expect(small.readHostMessage(JSON.stringify(message))).toEqual(message);
    for (const variation of broken(message)) {
      const text = JSON.stringify(variation) ?? '';
      expect(small.readHostMessage(text), text).toEqual(full.readHostMessage(text));
    }
  });

  it.each(serverMessages)("read a signalling server's message $type as valibot does", (message) => {
    expect(smallServer.readServerMessage(JSON.stringify(message))).toEqual(message);
    for (const variation of broken(message)) {
      const text = JSON.stringify(variation) ?? '';
      expect(smallServer.readServerMessage(text), text).toEqual(fullServer.readServerMessage(text));
    }
  });

  it('are those that the page is built with', () => {
    expect(small.readHostMessage).not.toBe(full.readHostMessage);
  });
});
