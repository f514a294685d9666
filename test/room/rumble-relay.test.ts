import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RumbleRelay } from '../../src/room/rumble-relay.js';

let sent: [seat: number, strong: number, weak: number][];
let relay: RumbleRelay;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  relay = new RumbleRelay((seat, { strong, weak }) => sent.push([seat, strong, weak]));
});

afterEach(() => {
  relay.close();
  vi.useRealTimers();
});

describe('the rumble of a game', () => {
  test('reaches the player’s seat at once', () => {
    relay.set({ player: 1, strong: 5, weak: 6 });
    expect(sent).toEqual([[2, 5, 6]]);
  });

  test('is told at most 30 times a second, and the newest wins', () => {
    for (let frame = 1; frame <= 60; frame++) {
      relay.set({ player: 0, strong: frame, weak: 0 });
      vi.advanceTimersByTime(1000 / 60);
    }
    vi.advanceTimersByTime(100);
    expect(sent.length).toBeLessThanOrEqual(31);
    expect(sent.at(-1)).toEqual([1, 60, 0]);
  });

  test('stops in any case, and says nothing twice', () => {
    relay.set({ player: 0, strong: 9, weak: 0 });
    relay.set({ player: 0, strong: 7, weak: 0 });
    relay.set({ player: 0, strong: 0, weak: 0 });
    vi.advanceTimersByTime(100);
    relay.set({ player: 0, strong: 0, weak: 0 });
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([
      [1, 9, 0],
      [1, 0, 0],
    ]);
  });

  test('is still while the game is paused, and goes on after', () => {
    relay.set({ player: 0, strong: 9, weak: 0 });
    vi.advanceTimersByTime(100);
    relay.paused = true;
    relay.set({ player: 0, strong: 8, weak: 0 });
    vi.advanceTimersByTime(100);
    relay.paused = false;
    vi.advanceTimersByTime(100);
    expect(sent.map(([, strong]) => strong)).toEqual([9, 0, 8]);
  });

  test('is told to whoever takes the seat, and to nobody after the game has died', () => {
    relay.set({ player: 0, strong: 9, weak: 0 });
    vi.advanceTimersByTime(100);
    relay.seated(1);
    vi.advanceTimersByTime(100);
    relay.stop();
    vi.advanceTimersByTime(100);
    relay.seated(1);
    relay.seated(2);
    vi.advanceTimersByTime(100);
    expect(sent.map(([, strong]) => strong)).toEqual([9, 9, 0]);
  });
});
