import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyframeRequests } from '../../src/pipeline/keyframe-requests.js';
import { StandingPicture } from '../../src/pipeline/standing-picture.js';

const PATIENCE_MS = 25;
const ROOM_INTERVAL_MS = 100;

let now = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  now = performance.now();
});
afterEach(() => {
  vi.useRealTimers();
});

function standing() {
  const wishes = new KeyframeRequests<string>();
  const repeat = vi.fn();
  const picture = new StandingPicture({ wishes, repeat, patienceMs: () => PATIENCE_MS });
  const wish = () => {
    wishes.wish('viewer', { afterLoss: true }, performance.now());
    picture.wish();
  };
  return { wishes, repeat, picture, wish };
}

describe('a picture that stands still', () => {
  it('is repeated for whoever wants a keyframe, once the game had its time to make one', () => {
    const { repeat, wish } = standing();
    wish();
    vi.advanceTimersByTime(PATIENCE_MS - 1);
    expect(repeat).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(repeat).toHaveBeenCalledTimes(1);
  });

  it('is left alone where the game made the keyframe itself', () => {
    const { wishes, repeat, wish } = standing();
    wish();
    wishes.grant(now);
    vi.advanceTimersByTime(1000);
    expect(repeat).not.toHaveBeenCalled();
  });

  it('is repeated again for a wish that came after a keyframe of the game, when a room may have the next one', () => {
    const { wishes, repeat, wish } = standing();
    wish();
    wishes.grant(now);
    wishes.wish('another', { afterLoss: true }, now);
    vi.advanceTimersByTime(ROOM_INTERVAL_MS - 1);
    expect(repeat).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1 + 2 * PATIENCE_MS);
    expect(repeat).toHaveBeenCalledTimes(1);
  });

  it('is not repeated any more when all is closed', () => {
    const { repeat, picture, wish } = standing();
    wish();
    picture.close();
    wish();
    vi.advanceTimersByTime(1000);
    expect(repeat).not.toHaveBeenCalled();
  });
});
