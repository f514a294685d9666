import { describe, expect, test } from 'vitest';
import { openRoom, TOKENS } from './test-room.js';

describe('a room whose game is played with more than buttons', () => {
  test('says so to those who come in, and to everybody when it becomes more', async () => {
    const { room, visit } = openRoom();
    const early = visit();
    expect((await early.enter(TOKENS.play)).devices).toBeUndefined();
    room.setDevices(new Set(['mouse', 'keyboard']));
    expect((await early.message('devices')).devices).toEqual(['mouse', 'keyboard']);
    expect((await visit().enter(TOKENS.play)).devices).toEqual(['mouse', 'keyboard']);
  });

  test('shakes the pad of the player alone, and stops it while the game is paused', async () => {
    const { room, visit } = openRoom();
    const [first, second] = [visit(), visit()];
    await first.enter(TOKENS.play);
    await second.enter(TOKENS.play);
    room.rumble({ player: 1, strong: 65_535, weak: 3 });
    room.rumble({ player: 200, strong: 1, weak: 1 });
    expect(await second.message('rumble')).toEqual({ type: 'rumble', strong: 65_535, weak: 3 });
    room.setState('paused');
    const isStill = (message: object) => 'strong' in message && message.strong === 0;
    await second.messages.find(isStill);
    expect(first.messagesOf('rumble')).toEqual([]);
  });
});
