import { describe, expect, test } from 'vitest';
import { NO_CHOICE, type RoomAction } from '../../src/protocol/room-action.js';
import { incidents, openRoom, TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

const CHOICE = {
  rights: ['save', 'load', 'pause'],
  slots: [{ slot: 3, savedAtMs: 1_700_000_000_000 }],
  canUndo: true,
  speed: 1,
  rewinding: false,
  discs: [],
  disc: 0,
  cheats: [],
} as const;

let lastId = 0;

/** Asks for something, and waits for what comes of it. */
async function ask(viewer: TestViewer, action: RoomAction) {
  const id = ++lastId;
  viewer.say({ type: 'action', id, action });
  const answer = await viewer.messages.find(
    (message) => message.type === 'action-result' && message.id === id,
  );
  return answer as Extract<typeof answer, { type: 'action-result' }>;
}

function openWith(playersMay: Parameters<typeof openRoom>[0] = {}) {
  const made = openRoom(playersMay);
  made.room.setChoice({
    ...CHOICE,
    rights: [...CHOICE.rights],
    slots: [...CHOICE.slots],
    discs: [],
    cheats: [],
  });
  return made;
}

describe('what people ask of the game', () => {
  test('is carried out for players who may, and answered', async () => {
    const { visit, events } = openWith({ playersMay: ['save'] });
    const viewer = visit();
    const { actions } = await viewer.enter(TOKENS.play);
    expect(actions).toEqual({ ...CHOICE, rights: ['save'], canUndo: false });
    expect(await ask(viewer, { kind: 'save', slot: 4 })).toMatchObject({
      done: true,
      message: 'save is done.',
    });
    const action = events.items.find(({ kind }) => kind === 'action');
    expect(action).toEqual({ kind: 'action', id: 'v1', action: { kind: 'save', slot: 4 } });
  });

  test('is refused in words where the host doesn’t let players do it', async () => {
    const { visit, events } = openWith({ playersMay: ['pause'] });
    const viewer = visit();
    const { actions } = await viewer.enter(TOKENS.play);
    expect(actions).toMatchObject({ rights: ['pause'], slots: [], canUndo: false });
    expect(await ask(viewer, { kind: 'undo' })).toMatchObject({
      done: false,
      message: 'The host does not let players do that (load). The person at the host can.',
    });
    expect(events.items.filter(({ kind }) => kind === 'action')).toEqual([]);
  });

  test('shows cheats to those alone who may cheat', async () => {
    const { room, visit } = openWith({ playersMay: ['cheat'] });
    const cheats = [{ code: 'SXIOPO', on: true }];
    room.setChoice({ ...NO_CHOICE, rights: ['save', 'cheat'], cheats });
    const viewer = visit();
    expect((await viewer.enter(TOKENS.play)).actions).toEqual({ ...NO_CHOICE, rights: ['cheat'], cheats });
    const watching = visit();
    expect((await watching.enter(TOKENS.watch)).actions).toEqual(NO_CHOICE);
    const action = { kind: 'cheat', code: 'A:0', change: 'on' } as const;
    expect(await ask(viewer, action)).toMatchObject({ done: true });
    expect(await ask(watching, action)).toMatchObject({ done: false });
  });

  test('is refused to those who watch, with either link, until they have a seat', async () => {
    const { visit } = openWith();
    const [first, second] = [visit(), visit()];
    await first.enter(TOKENS.play);
    await second.enter(TOKENS.play);
    const watching = visit();
    expect((await watching.enter(TOKENS.watch)).actions.rights).toEqual([]);
    const waiting = visit();
    expect((await waiting.enter(TOKENS.play)).actions.rights).toEqual([]);
    for (const viewer of [watching, waiting]) {
      expect(await ask(viewer, { kind: 'pause' })).toMatchObject({
        done: false,
        message: 'Only players can do that, and you are watching.',
      });
    }
  });

  test('is told anew to who gets a seat', async () => {
    const { visit } = openWith({ seatHoldMs: 0 });
    const [first, second] = [visit(), visit()];
    await first.enter(TOKENS.play);
    await second.enter(TOKENS.play);
    const waiting = visit();
    await waiting.enter(TOKENS.play);
    first.close();
    await waiting.message('seat');
    expect((await waiting.message('actions')).actions.rights).toEqual(CHOICE.rights);
  });

  test('is told anew where it changes', async () => {
    const { visit, room } = openWith();
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    room.setChoice({ ...NO_CHOICE, rights: ['load'], speed: 2 });
    expect((await viewer.message('actions')).actions).toEqual({ ...NO_CHOICE, rights: ['load'], speed: 2 });
    room.notify('Player 2 saved to slot 3.');
    expect((await viewer.message('notice')).text).toBe('Player 2 saved to slot 3.');
  });

  test('is not listened to before the hello', async () => {
    const { visit, events } = openWith();
    const viewer = visit();
    await viewer.opened;
    viewer.say({ type: 'action', id: 1, action: { kind: 'pause' } });
    await viewer.enter(TOKENS.play);
    expect(viewer.messagesOf('action-result')).toEqual([]);
    expect(events.items.filter(({ kind }) => kind === 'action')).toEqual([]);
  });

  test('may be refused often, but not like mad', async () => {
    const { visit, events } = openWith({ playersMay: [] });
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    for (let time = 0; time < 12; time++) await ask(viewer, { kind: 'pause' });
    expect(incidents(events)).toEqual([]);
    for (let time = 0; time < 80; time++) viewer.say({ type: 'action', id: 1, action: { kind: 'pause' } });
    expect(await viewer.message('refused')).toMatchObject({ code: 'misbehaviour' });
    const tooMuch = viewer.messagesOf('action-result').map(({ message }) => message);
    expect(tooMuch).toContain('That was too much at once. Wait a moment.');
  });

  test('is ended however much was asked before', async () => {
    const { visit } = openWith();
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    for (let time = 0; time < 12; time++) await ask(viewer, { kind: 'pause' });
    expect(await ask(viewer, { kind: 'pause' })).toMatchObject({ done: false });
    expect(await ask(viewer, { kind: 'rewind', on: false })).toMatchObject({ done: true });
  });
});
