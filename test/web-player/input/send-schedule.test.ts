import { describe, expect, it } from 'vitest';
import { nextSendDelay } from '../../../web-player/src/input/send-schedule.js';

describe('the schedule of input packets', () => {
  it('repeats each change three times, ten milliseconds apart', () => {
    expect([1, 2, 3].map((sent) => nextSendDelay(sent, false, true, false))).toEqual([10, 10, 10]);
  });

  it('then goes on slowly while something is held, and more slowly otherwise', () => {
    expect(nextSendDelay(4, true, true, false)).toBe(100);
    expect(nextSendDelay(4, false, true, false)).toBe(500);
  });

  it('lets watchers say once a second that they are there', () => {
    expect([1, 2, 9].map((sent) => nextSendDelay(sent, false, false, false))).toEqual([1000, 1000, 1000]);
  });

  it('hurries while a keyframe is wanted, for watchers too', () => {
    for (const playing of [true, false]) {
      expect([1, 3, 4, 9].map((sent) => nextSendDelay(sent, true, playing, true))).toEqual([10, 10, 50, 50]);
    }
  });
});
