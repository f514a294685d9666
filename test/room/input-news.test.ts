import { describe, expect, test } from 'vitest';
import { type Controls, neutralControls } from '../../src/protocol/input-packet.js';
import { InputNews } from '../../src/room/input-news.js';

/** What was told of each of the given controls, that came such a time (ms) after each other; the first is a page's first. */
function told(all: readonly Partial<Controls>[], everyMs = 10): boolean[] {
  const news = new InputNews();
  news.isNews(neutralControls(), 0);
  return all.map((controls, index) =>
    news.isNews({ ...neutralControls(), ...controls }, 1000 + index * everyMs),
  );
}

function axes(x: number): Partial<Controls> {
  return { axes: Int16Array.of(x, 0, 0, 0) };
}

describe('news of a player', () => {
  test('is a button that goes down or up, and no repetition', () => {
    expect(told([{ buttons: 1 }, { buttons: 1 }, { buttons: 3 }, {}, {}])).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  test('is a press that had ended when its packet came', () => {
    const pressCounts = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(told([{ pressCounts }, { pressCounts }])).toEqual([true, false]);
  });

  test('is a click, and a key', () => {
    const keyboard = { held: new Uint8Array(16), eventCount: 1, events: new Uint8Array(16) };
    const typed = { keyboard: { ...keyboard, eventCount: 3 } };
    expect(told([{ mouseButtons: 1 }, { mouseButtons: 1, keyboard }, { mouseButtons: 1, ...typed }])).toEqual(
      [true, true, true],
    );
    expect(told([{ mousePressCounts: Uint8Array.of(1, 0, 0, 0, 0) }])).toEqual([true]);
  });

  test('is nothing that the first packet of a connection brings', () => {
    expect(new InputNews().isNews({ ...neutralControls(), buttons: 1 }, 0)).toBe(false);
  });

  test('is the beginning of a stick’s motion, and not what follows, until it was at rest', () => {
    const motion = Array.from({ length: 100 }, (_, step) => axes(3000 * (step % 10)));
    const [first, second, ...rest] = told([
      ...motion,
      ...Array.from({ length: 12 }, () => axes(0)),
      axes(9000),
    ]);
    expect([first, second]).toEqual([false, true]);
    expect(rest.slice(0, -1)).not.toContain(true);
    expect(rest.at(-1)).toBe(true);
  });

  test('is no trembling of a stick, but is a slow motion that has come far', () => {
    expect(told([axes(300), axes(-300), axes(1900), axes(-1900)])).not.toContain(true);
    expect(told(Array.from({ length: 9 }, (_, step) => axes(300 * step)))).toEqual([
      ...Array.from({ length: 7 }, () => false),
      true,
      false,
    ]);
  });

  test('is the beginning of the mouse’s, a trigger’s and a pointer’s motion', () => {
    expect(told([{ mouseTotals: Int32Array.of(1, 0, 0) }, { mouseTotals: Int32Array.of(2, 0, 0) }])).toEqual([
      true,
      false,
    ]);
    expect(told([{ triggers: Uint16Array.of(9000, 0) }])).toEqual([true]);
    expect(told([{ pointer: Int16Array.of(0, 5000) }])).toEqual([true]);
    expect(told([{ pointerOnPicture: true }])).toEqual([true]);
  });

  test('is a press in the middle of a motion', () => {
    expect(told([axes(9000), axes(0), { ...axes(9000), buttons: 1 }])).toEqual([true, false, true]);
  });

  test('begins anew with another player', () => {
    const news = new InputNews();
    news.isNews(neutralControls(), 0);
    news.reset();
    expect(news.isNews({ ...neutralControls(), buttons: 1 }, 10)).toBe(false);
    expect(news.isNews(neutralControls(), 20)).toBe(true);
  });
});
