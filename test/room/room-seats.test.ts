import { describe, expect, test, vi } from 'vitest';
import { NEUTRAL_INPUT } from '../../cores/protocol/host-message.js';
import { BUTTON_INDEX } from '../../src/protocol/buttons.js';
import { PATIENCE } from '../patience.js';
import { Inbox } from './inbox.js';
import { openRoom, type TestRoom, TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

const POLLING = { ...PATIENCE, interval: 5 };
const A = 1 << BUTTON_INDEX.a;
const B = 1 << BUTTON_INDEX.b;

/** Presses until the room has it: what is lost on its way is sent again, as the page does. */
async function press(viewer: TestViewer, room: TestRoom['room'], seat: number, buttons: number) {
  viewer.sendControls({ buttons });
  await vi.waitFor(() => {
    viewer.sendControls();
    expect(room.sampleInputs().players[seat - 1]!.buttons).toBe(buttons);
  }, POLLING);
}

describe('the seats of a room', () => {
  test('go to the first two who may play; the third watches, and gets the first that is free', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { room, events, visit } = openRoom({ seatHoldMs: 5_000 });
      // Who knocks first isn't yet in first.
      const dan = visit();
      await dan.opened;
      const [ann, bob, watcher, cid] = [visit(), visit(), visit(), visit()];
      expect(await ann.enter(TOKENS.play)).toMatchObject({ seat: 1, mayPlay: true });
      expect(await bob.enter(TOKENS.play)).toMatchObject({ seat: 2 });
      expect(await watcher.enter(TOKENS.watch)).toMatchObject({ seat: null, mayPlay: false });
      expect(await cid.enter(TOKENS.play)).toMatchObject({ seat: null, mayPlay: true });
      expect(await dan.enter(TOKENS.play)).toMatchObject({ seat: null, mayPlay: true });
      await dan.heard();
      expect(dan.messagesOf('people').at(-1)).toMatchObject({ players: 2, watchers: 3 });

      ann.close();
      await events.find(({ kind }) => kind === 'left');
      vi.advanceTimersByTime(4_999);
      await cid.heard();
      expect(cid.messagesOf('people').at(-1)).toMatchObject({ players: 1, watchers: 3 });
      expect(room.seatsTaken).toBe(1);
      vi.advanceTimersByTime(2);
      expect(await cid.message('seat')).toEqual({ type: 'seat', seat: 1 });
      expect(await events.find(({ kind }) => kind === 'seated')).toMatchObject({ seat: 1 });
      await Promise.all([watcher.heard(), dan.heard()]);
      expect(dan.messagesOf('people').at(-1)).toMatchObject({ players: 2, watchers: 2 });
      expect([...watcher.messagesOf('seat'), ...dan.messagesOf('seat')]).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('are given back after a reload, and the older connection is told that it was replaced', async () => {
    const { room, events, visit } = openRoom();
    const ann = visit();
    const { resume } = await ann.enter(TOKENS.play);
    await visit().enter(TOKENS.play);
    const reloaded = visit();
    expect(await reloaded.enter(TOKENS.play, { resume })).toMatchObject({ seat: 1, resume });
    expect(await ann.message('refused')).toMatchObject({ code: 'replaced' });
    await ann.closed;
    expect(events.items.filter(({ kind }) => kind !== 'left')).toEqual([
      { kind: 'joined', id: 'v1', seat: 1, resumed: false },
      { kind: 'joined', id: 'v2', seat: 2, resumed: false },
      { kind: 'joined', id: 'v3', seat: 1, resumed: true },
    ]);
    await reloaded.heard();
    expect(reloaded.messagesOf('people').at(-1)).toMatchObject({ players: 2, watchers: 0 });
    expect(room.people.map(({ id }) => id)).toEqual(['v2', 'v3']);
    expect(events.items.filter(({ kind }) => kind === 'left')).toEqual([
      { kind: 'left', id: 'v1', seat: 1, reason: 'it came back by another connection' },
    ]);
  });

  test('are given back though the room is full, for the seat’s player is one of them', async () => {
    const { visit } = openRoom({ maxViewers: 1 });
    const { resume } = await visit().enter(TOKENS.play);
    expect(await visit().enter(TOKENS.play, { resume })).toMatchObject({ seat: 1 });
    const other = visit();
    await other.hello(TOKENS.play, { resume: 'A'.repeat(22) });
    expect(await other.message('refused')).toMatchObject({ code: 'full' });
  });

  test('are given back after a loss in which the host noticed nothing yet', async () => {
    const { room, visit } = openRoom();
    const ann = visit();
    const { resume } = await ann.enter(TOKENS.play);
    await press(ann, room, 1, A);
    ann.path.close();
    const again = visit();
    expect(await again.enter(TOKENS.play, { resume })).toMatchObject({ seat: 1 });
    expect(room.sampleInputs().players[0]).toEqual(NEUTRAL_INPUT);
    await press(again, room, 1, B);
  });

  test('are not needed to come back: a watcher whose connection is lost doesn’t count twice', async () => {
    const { visit, events, room } = openRoom({ maxViewers: 2 });
    await visit().enter(TOKENS.play);
    const watcher = visit();
    const { resume } = await watcher.enter(TOKENS.watch);
    watcher.path.close();
    const again = visit();
    expect(await again.enter(TOKENS.watch, { resume })).toMatchObject({ seat: null, resume });
    expect(events.items).toContainEqual({ kind: 'joined', id: 'v3', seat: undefined, resumed: true });
    expect(room.people.map(({ id }) => id)).toEqual(['v1', 'v3']);
    const player = visit();
    await player.hello(TOKENS.play, { resume });
    expect(await player.message('refused')).toMatchObject({ code: 'full' });
  });

  test('are not to be had with a watch token, whatever secret comes with it', async () => {
    const { room, visit } = openRoom();
    const ann = visit();
    const { resume } = await ann.enter(TOKENS.play);
    expect(await visit().enter(TOKENS.watch, { resume })).toMatchObject({ seat: null, mayPlay: false });
    await ann.heard();
    expect(ann.messagesOf('refused')).toEqual([]);
    expect(room.seatsTaken).toBe(1);
  });

  test('are not to be had with a secret that is nobody’s, except a free one', async () => {
    const { visit } = openRoom();
    const ann = visit();
    await ann.enter(TOKENS.play);
    const stranger = await visit().enter(TOKENS.play, { resume: 'A'.repeat(22) });
    expect(stranger.seat).toBe(2);
    expect(stranger.resume).not.toBe('A'.repeat(22));
    await ann.heard();
    expect(ann.messagesOf('refused')).toEqual([]);
  });

  test('are still one’s own where the watchers come and go', async () => {
    const { visit, events } = openRoom();
    const [ann, watcher] = [visit(), visit()];
    await ann.enter(TOKENS.play);
    await watcher.enter(TOKENS.watch);
    watcher.close();
    await events.find(({ kind }) => kind === 'left');
    await ann.heard();
    expect(ann.messagesOf('people').at(-1)).toMatchObject({ players: 1, watchers: 0 });
    expect(ann.messagesOf('seat')).toEqual([]);
  });
});

describe('the input of a viewer', () => {
  test('reaches its own seat, with the sequence number of the newest packet', async () => {
    const { room, visit } = openRoom();
    const [ann, bob] = [visit(), visit()];
    await ann.enter(TOKENS.play);
    await bob.enter(TOKENS.play);
    await press(ann, room, 1, A);
    await press(bob, room, 2, B);
    await press(bob, room, 2, A | B);
    const last = bob.sendControls();
    await vi.waitFor(() => expect(room.sampleInputs().sequences[1]).toBe(last), POLLING);
    const { players } = room.sampleInputs();
    expect(players.map(({ buttons }) => buttons)).toEqual([A, A | B]);
  });

  test('is ignored before the viewer is let in, and from those who only watch', async () => {
    const { room, visit } = openRoom();
    const [early, watcher, player] = [visit(), visit(), visit()];
    await Promise.all([early.opened, watcher.enter(TOKENS.watch)]);
    const samples = new Inbox<number>();
    for (let packet = 0; packet < 60; packet++) {
      early.sendControls({ buttons: A });
      watcher.sendControls({ buttons: A });
    }
    await Promise.all([early.heard(), watcher.heard()]);
    samples.push(room.sampleInputs().sequences[0]!);
    await player.enter(TOKENS.play);
    expect(room.sampleInputs()).toEqual({
      players: [NEUTRAL_INPUT, NEUTRAL_INPUT],
      sequences: [0, 0],
      times: [0, 0],
    });
    expect(samples.items).toEqual([0]);
    expect(watcher.messagesOf('refused')).toEqual([]);
    await press(player, room, 1, B);
  });

  test('is not counted as misbehaviour before the hello, however malformed', async () => {
    const { visit, room } = openRoom();
    const viewer = visit();
    await viewer.opened;
    const sendNoise = (times: number) => {
      for (let packet = 0; packet < times; packet++) viewer.input.sendMessage('noise');
    };
    sendNoise(45);
    await viewer.heard();
    await viewer.enter(TOKENS.play);
    // Together they would be too many.
    sendNoise(20);
    await press(viewer, room, 1, A);
    expect(viewer.messagesOf('refused')).toEqual([]);
  });

  test('is let go of when the viewer is gone', async () => {
    const { room, events, visit } = openRoom();
    const ann = visit();
    await ann.enter(TOKENS.play);
    await press(ann, room, 1, A);
    ann.close();
    await events.find(({ kind }) => kind === 'left');
    expect(room.sampleInputs()).toEqual({
      players: [NEUTRAL_INPUT, NEUTRAL_INPUT],
      sequences: [0, 0],
      times: [0, 0],
    });
  });

  test('begins anew on a new connection: what was held on the old one is not', async () => {
    const { room, visit } = openRoom();
    const ann = visit();
    const { resume } = await ann.enter(TOKENS.play);
    await press(ann, room, 1, A);
    const again = visit();
    await again.enter(TOKENS.play, { resume });
    expect(room.sampleInputs().players[0]).toEqual(NEUTRAL_INPUT);
    // Numbers begin anew as well: the first packet of the new page is older than the last of the old one by number.
    await press(again, room, 1, B);
    expect(room.sampleInputs().players[0]!.buttons).toBe(B);
  });
});
