import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArrivedFrame } from '../../../web-player/src/frame-worker/arrived-frame.js';
import { DisplayWatch } from '../../../web-player/src/frame-worker/display-watch.js';

/** Callbacks that wait for the display's next tick. */
let waiting: FrameRequestCallback[] = [];

beforeEach(() => {
  waiting = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => waiting.push(callback));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function tick(time: number): void {
  for (const callback of waiting.splice(0)) callback(time);
}

function watch() {
  const shown: (number | undefined)[] = [];
  const reports: { intervalMs: number; waitMs: number }[] = [];
  const display = new DisplayWatch({
    onShown: (_frame, displayTime) => shown.push(displayTime),
    onDisplay: (intervalMs, waitMs) => reports.push({ intervalMs, waitMs }),
  });
  return { display, shown, reports };
}

function drawn(time: number): ArrivedFrame {
  return { decodedTime: time - 1, drawnTime: time } as ArrivedFrame;
}

describe('the watch for the display', () => {
  it('shows a frame at the first tick after it was drawn', () => {
    const { display, shown } = watch();
    display.drawn(drawn(10));
    tick(16);
    expect(shown).toEqual([16]);
    expect(display.totals).toEqual({ waitedMs: 7, shown: 1 });
  });

  it('knows a frame that no tick showed, because a later one was drawn before it', () => {
    const { display, shown } = watch();
    display.drawn(drawn(10));
    display.drawn(drawn(14));
    tick(16);
    expect(shown).toEqual([undefined, 16]);
  });

  it('shows a frame that was drawn while a tick was under way at the next one', () => {
    const { display, shown } = watch();
    display.drawn(drawn(10));
    tick(9);
    expect(shown).toEqual([]);
    tick(26);
    expect(shown).toEqual([26]);
  });

  it('tells the middle of intervals and waits once a second, without the untrue ticks at the beginning', () => {
    const { display, reports } = watch();
    for (let count = 1; count <= 120; count++) {
      const time = count * 10;
      display.drawn(drawn(time - (count <= 3 ? 0.1 : 4)));
      tick(time);
    }
    expect(reports).toEqual([{ intervalMs: 10, waitMs: 5 }]);
  });

  it('asks for no more ticks when frames have stopped', () => {
    const { display } = watch();
    display.drawn(drawn(0));
    for (let time = 10; time < 3000; time += 10) tick(time);
    expect(waiting).toEqual([]);
    display.drawn(drawn(4000));
    expect(waiting).toHaveLength(1);
  });
});
