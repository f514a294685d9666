import { expect, test, vi } from 'vitest';
import { SharedPayloads } from '../../src/pipeline/rtp/shared-payloads.js';
import { SharedFrameMessages } from '../../src/pipeline/transport/shared-frame-messages.js';
import { makeRoom, NO_PICTURES, TOKENS } from './test-room.js';

const FRAMES = { abilities: { transports: ['frames', 'rtp'] } };
const REPORT = { type: 'display', intervalMs: 16.67, waitMs: 8 };

/** A room, and of which viewers' displays its game was told. */
function openRoom() {
  const { room, visit, events } = makeRoom();
  const followDisplay = vi.fn();
  room.open({
    renditions: NO_PICTURES,
    payloads: new SharedPayloads(),
    messages: new SharedFrameMessages(),
    followDisplay,
  });
  const enter = async (token: Uint8Array, more = {}) => {
    const viewer = visit();
    await viewer.enter(token, more);
    return viewer;
  };
  return { enter, events, followDisplay };
}

test('the game hears of the display of the lowest seat on the frames channel, and of no other', async () => {
  const { enter, events, followDisplay } = openRoom();
  const [watcher, onVideo, first] = [
    await enter(TOKENS.watch, FRAMES),
    await enter(TOKENS.play),
    await enter(TOKENS.play, FRAMES),
  ];
  for (const viewer of [watcher, onVideo, first]) {
    viewer.say(REPORT);
    await viewer.heard();
  }
  const id = (await events.find((event) => event.kind === 'joined' && event.seat === 2)) as { id: string };
  expect(followDisplay.mock.calls.map(([viewer]) => viewer)).toEqual([id.id]);
  expect(followDisplay.mock.calls[0]![1]).toMatchObject({ intervalMs: 16.67, waitMs: 8 });
});

test('the game hears of the next seat’s display when the lowest has gone', async () => {
  const { enter, events, followDisplay } = openRoom();
  const first = await enter(TOKENS.play, FRAMES);
  const second = await enter(TOKENS.play, FRAMES);
  second.say(REPORT);
  await second.heard();
  expect(followDisplay).not.toHaveBeenCalled();
  first.close();
  await events.find(({ kind }) => kind === 'left');
  second.say(REPORT);
  await second.heard();
  expect(followDisplay).toHaveBeenCalledTimes(1);
});
