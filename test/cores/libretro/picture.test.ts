import koffi from 'koffi';
import { beforeEach, describe, expect, it } from 'vitest';
import { Picture } from '../../../cores/libretro/picture.js';
import { colourAt } from '../picture-colours.js';

const RED = 0xff0000;
const GREEN = 0x00ff00;
/** Red and green as limited-range BT.601 has their brightness. */
const RED_Y = 81;
const GREEN_Y = 145;

let picture: Picture;
beforeEach(() => {
  picture = new Picture();
  picture.pixelFormat = 'xrgb8888';
});

/** Hands over rows of colours. */
function take(rows: readonly (readonly number[])[], padding = 0): void {
  const pitch = 4 * rows[0]!.length + padding;
  const memory = Buffer.alloc(pitch * rows.length, 0x77);
  for (const [y, row] of rows.entries()) {
    for (const [x, colour] of row.entries()) memory.writeUInt32LE(colour, y * pitch + 4 * x);
  }
  picture.take(koffi.address(memory), rows[0]!.length, rows.length, pitch);
  // What is taken must not be read later: it is the core's.
  memory.fill(0xee);
}

function step(needed: boolean, draw: () => void): ReturnType<Picture['finishStep']> {
  picture.needed = needed;
  draw();
  return picture.finishStep();
}

const TWO_BY_TWO = [
  [RED, GREEN],
  [GREEN, GREEN],
];

describe('a picture with even sides', () => {
  it('is I420 from the start, whatever the core draws in', () => {
    expect(picture.shownFormat(256, 240)).toBe('i420');
    const drawn = step(true, () => take(TWO_BY_TWO));
    expect(drawn).toMatchObject({ width: 2, height: 2, pitch: 2 });
    expect([...drawn!.pixels.subarray(0, 4)]).toEqual([RED_Y, GREEN_Y, GREEN_Y, GREEN_Y]);
    expect(drawn!.pixels).toHaveLength(6);
  });

  it.each([4, 3])('is read from rows that are padded by %d bytes', (padding) => {
    const drawn = step(true, () => take(TWO_BY_TWO, padding));
    expect([...drawn!.pixels.subarray(0, 4)]).toEqual([RED_Y, GREEN_Y, GREEN_Y, GREEN_Y]);
  });

  it.each([
    // Red is at the upper left, of four by two pixels; libretro turns against the clock.
    [1, 2, 6],
    [2, 4, 7],
    [3, 2, 1],
  ])('is turned by %d quarters', (turns, width, place) => {
    picture.rotation = turns;
    const drawn = step(true, () =>
      take([
        [RED, GREEN, GREEN, GREEN],
        [GREEN, GREEN, GREEN, GREEN],
      ]),
    );
    expect(drawn).toMatchObject({ width, height: 8 / width, pitch: width });
    const expected = Array<number>(8).fill(GREEN_Y);
    expected[place] = RED_Y;
    expect([...drawn!.pixels.subarray(0, 8)]).toEqual(expected);
  });
});

describe('a picture for a host that wants RGB', () => {
  it('stays as the core drew it, without padding', () => {
    picture = new Picture(true);
    picture.pixelFormat = 'xrgb8888';
    expect(picture.shownFormat(256, 240)).toBe('xrgb8888');
    const drawn = step(true, () => take(TWO_BY_TWO, 8));
    expect(drawn).toMatchObject({ width: 2, height: 2, pitch: 8 });
    expect([drawn!.pixels[2], drawn!.pixels[5], drawn!.pixels.length]).toEqual([0xff, 0xff, 16]);
  });
});

describe('a picture with an odd side', () => {
  it('stays as the core drew it, without padding', () => {
    expect(picture.shownFormat(255, 240)).toBe('xrgb8888');
    const drawn = step(true, () => take([[RED, GREEN]], 8));
    expect(picture.shownFormat(256, 240)).toBe('xrgb8888');
    expect(drawn).toMatchObject({ width: 2, height: 1, pitch: 8 });
    const frame = { ...drawn!, pixels: Buffer.from(drawn!.pixels) };
    expect([0, 1].map((x) => colourAt(frame, 'xrgb8888', x, 0))).toEqual([RED, GREEN]);
  });

  it('has those that follow stay so too, that encoders need not change', () => {
    step(true, () => take(TWO_BY_TWO));
    expect(picture.shownFormat(2, 2)).toBe('i420');
    step(true, () => take([[RED, GREEN]]));
    const drawn = step(true, () => take(TWO_BY_TWO));
    expect(picture.shownFormat(2, 2)).toBe('xrgb8888');
    expect(drawn).toMatchObject({ width: 2, height: 2, pitch: 8 });
    expect(new Uint32Array(Uint8Array.from(drawn!.pixels).buffer)).toEqual(
      Uint32Array.from(TWO_BY_TWO.flat()),
    );
  });
});

describe('a picture that isn’t needed', () => {
  it('is shown later where the core says that it has not changed', () => {
    step(true, () => take(TWO_BY_TWO));
    // From then on the core may say that again.
    expect(step(true, () => picture.take(null, 2, 2, 0))).toBeUndefined();
    const later = TWO_BY_TWO.map(() => [RED, RED]);
    expect(step(false, () => take(later))).toBeUndefined();
    const drawn = step(true, () => picture.take(null, 2, 2, 0));
    expect([...drawn!.pixels.subarray(0, 4)]).toEqual(Array(4).fill(RED_Y));
    expect(step(true, () => picture.take(null, 2, 2, 0))).toBeUndefined();
  });

  it('leaves the one that was shown before it as it was', () => {
    step(true, () => picture.take(null, 2, 2, 0));
    const shown = step(true, () => take(TWO_BY_TWO));
    step(false, () => take(TWO_BY_TWO.map(() => [RED, RED])));
    expect(shown!.pixels[1]).toBe(GREEN_Y);
  });
});
