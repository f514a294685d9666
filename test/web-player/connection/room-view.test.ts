import { describe, expect, it } from 'vitest';
import { RoomView } from '../../../web-player/src/connection/room-view.js';
import { welcome } from './session-fakes.js';

describe('what is known of the room', () => {
  it('is that the picture is awaited, then the seat', () => {
    const room = new RoomView();
    room.take(welcome({ seat: 3 }));
    expect(room.situation).toEqual({ state: 'connecting', step: 'picture' });
    room.pictureShown();
    expect(room.situation).toEqual({ state: 'live', seat: 3 });
  });

  it('is that others play, until a seat is free', () => {
    const room = new RoomView();
    room.take(welcome({ seat: null }));
    room.pictureShown();
    expect(room.situation).toEqual({ state: 'watching', mayPlay: true });
    room.take({ type: 'seat', seat: 1 });
    expect(room.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('is first of all that nothing moves', () => {
    const room = new RoomView();
    room.take(welcome({ state: 'paused' }));
    expect(room.situation).toEqual({ state: 'paused', reason: undefined });
    room.take({ type: 'state', state: 'recovering', reason: 'The core crashed' });
    expect(room.situation).toEqual({ state: 'recovering', reason: 'The core crashed' });
  });

  it('is nothing any more on a new connection', () => {
    const room = new RoomView();
    room.take(welcome({}));
    room.pictureShown();
    room.forget();
    expect(room.welcomed).toBe(false);
    room.take(welcome({}));
    expect(room.situation).toEqual({ state: 'connecting', step: 'picture' });
  });
});
