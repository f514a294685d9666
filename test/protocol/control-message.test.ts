import { describe, expect, it } from 'vitest';
import {
  MAX_CONTROL_MESSAGE_LENGTH,
  readHostMessage,
  readViewerMessage,
} from '../../src/protocol/control-message.js';

const token = 'AAAAAAAAAAAAAAAAAAAAAA';
const hello = { type: 'hello', versions: [1], token, abilities: { transports: ['rtp'] } };
const welcome = {
  type: 'welcome',
  version: 1,
  transport: 'rtp',
  codec: 'vp8',
  title: 'Snake',
  seat: 1,
  seats: 4,
  mayPlay: true,
  resume: token,
  picture: { width: 256, height: 240, aspectRatio: 4 / 3 },
  framesPerSecond: 60.0988,
  state: 'playing',
  buttonLabels: Array(16).fill(null),
  actions: {
    rights: ['save', 'load'],
    slots: [{ slot: 3, savedAtMs: 1_700_000_000_000 }],
    canUndo: true,
    speed: 'max',
    rewinding: false,
    discs: ['Side A', 'Side B'],
    disc: 1,
    cheats: [{ code: 'SXIOPO', on: true }],
  },
};

describe("a viewer's message", () => {
  it.each([
    ['a hello', hello],
    ['a hello that claims a seat back', { ...hello, resume: token }],
    ['a hello with transports yet unknown', { ...hello, abilities: { transports: ['frames', 'rtp'] } }],
    ['a ping', { type: 'ping', id: 7 }],
    ['a wish to save', { type: 'action', id: 1, action: { kind: 'save', slot: 9 } }],
    ['a wish for another speed', { type: 'action', id: 2, action: { kind: 'speed', speed: 'max' } }],
    ['the end of a rewind', { type: 'action', id: 3, action: { kind: 'rewind', on: false } }],
    ['a new cheat', { type: 'action', id: 4, action: { kind: 'cheat', code: '075A:09', change: 'on' } }],
  ])('may be %s', (_what, message) => {
    expect(readViewerMessage(JSON.stringify(message))).toEqual(message);
  });

  it('may hold more than this version knows, which is dropped', () => {
    expect(readViewerMessage(JSON.stringify({ ...hello, colour: 'red' }))).toEqual(hello);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['nothing', ''],
    ['of an unknown type', JSON.stringify({ type: 'shutdown' })],
    ['a message of the host', JSON.stringify(welcome)],
    ['a hello without versions', JSON.stringify({ ...hello, versions: [] })],
    ['a hello with a short token', JSON.stringify({ ...hello, token: 'AAAA' })],
    ['a hello with a token beyond base64url', JSON.stringify({ ...hello, token: `${token.slice(1)}+` })],
    ['a hello without transports', JSON.stringify({ ...hello, abilities: { transports: [] } })],
    ['a hello with a malformed seat secret', JSON.stringify({ ...hello, resume: '' })],
    ['a ping with a fraction', JSON.stringify({ type: 'ping', id: 0.5 })],
    ['an action that there isn’t', JSON.stringify({ type: 'action', id: 1, action: { kind: 'explode' } })],
    [
      'a save to a slot that there isn’t',
      JSON.stringify({ type: 'action', id: 1, action: { kind: 'save', slot: 10 } }),
    ],
    ['a save to half a slot', JSON.stringify({ type: 'action', id: 1, action: { kind: 'load', slot: 1.5 } })],
    [
      'a cheat with a line of its own',
      JSON.stringify({ type: 'action', id: 1, action: { kind: 'cheat', code: 'A\nB', change: 'on' } }),
    ],
    ['a speed of its own', JSON.stringify({ type: 'action', id: 1, action: { kind: 'speed', speed: 1000 } })],
    ['a ping with a negative id', JSON.stringify({ type: 'ping', id: -1 })],
    ['longer than allowed', JSON.stringify({ ...hello, more: 'x'.repeat(MAX_CONTROL_MESSAGE_LENGTH) })],
  ])('is refused where it is %s', (_what, text) => {
    expect(readViewerMessage(text)).toBeUndefined();
  });
});

describe("a host's message", () => {
  it('holds no number beyond all numbers', () => {
    const text = JSON.stringify(welcome).replace('1700000000000', '1e999');
    expect(text).toContain('1e999');
    expect(readHostMessage(text)).toBeUndefined();
  });

  it.each([
    ['a welcome to a player', welcome],
    ['a welcome to a watcher', { ...welcome, seat: null, mayPlay: false }],
    ['a seat', { type: 'seat', seat: 2 }],
    ['a lost seat', { type: 'seat', seat: null }],
    ['a picture', { type: 'picture', picture: { width: 512, height: 480, aspectRatio: 1.25 } }],
    ['a state', { type: 'state', state: 'paused' }],
    ['a state with its reason', { type: 'state', state: 'recovering', reason: 'The core crashed' }],
    ['the people', { type: 'people', players: 2, watchers: 5 }],
    ['a pong', { type: 'pong', id: 3 }],
    ['a refusal', { type: 'refused', code: 'token', message: 'This link is not known here.' }],
    ['the end', { type: 'closed', reason: 'The host ended the game' }],
  ])('may be %s', (_what, message) => {
    expect(readHostMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    ['a message of a viewer', hello],
    ['a welcome with an unknown codec', { ...welcome, codec: 'theora' }],
    ['a welcome with an endless title', { ...welcome, title: 'x'.repeat(201) }],
    ['a welcome with too few buttons', { ...welcome, buttonLabels: [null] }],
    ['a welcome without frames', { ...welcome, framesPerSecond: 0 }],
    ['a picture without a shape', { type: 'picture', picture: { width: 1, height: 1, aspectRatio: 0 } }],
    ['a refusal without a reason', { type: 'refused', code: 'mood', message: 'No.' }],
    ['a seat that is no number', { type: 'seat', seat: '1' }],
  ])('is refused where it is %s', (_what, message) => {
    expect(readHostMessage(JSON.stringify(message))).toBeUndefined();
  });
});
