import { describe, expect, it } from 'vitest';
import { peopleWords } from '../../../web-player/src/view/room-facts.js';

describe('the people in the room', () => {
  it('are those who play, and those who watch if any do', () => {
    expect(peopleWords(1, 0)).toBe('1 playing');
    expect(peopleWords(2, 3)).toBe('2 playing, 3 watching');
  });
});
