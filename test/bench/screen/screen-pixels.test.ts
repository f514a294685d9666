import { expect, test } from 'vitest';
import {
  brightnessOf,
  colourAt,
  colourDistance,
  pixelLayout,
} from '../../../src/bench/screen/screen-pixels.js';

const RGB = { redMask: 0xff0000, greenMask: 0xff00, blueMask: 0xff };

test('reads colours with the lowest byte first', () => {
  const layout = pixelLayout({ byteOrder: 0, bitsPerPixel: 32, ...RGB });
  expect(colourAt(new DataView(Uint8Array.of(3, 2, 1, 0).buffer), 0, layout)).toBe(0x010203);
});

test('reads colours with the highest byte first', () => {
  const layout = pixelLayout({ byteOrder: 1, bitsPerPixel: 32, ...RGB });
  expect(colourAt(new DataView(Uint8Array.of(0, 1, 2, 3).buffer), 0, layout)).toBe(0x010203);
});

test('follows the masks, where they are numbers of 64 bits too', () => {
  const masks = { redMask: 0xffn, greenMask: 0xff00n, blueMask: 0xff0000n };
  const layout = pixelLayout({ byteOrder: 0, bitsPerPixel: 32, ...masks });
  expect(colourAt(new DataView(Uint8Array.of(1, 2, 3, 0).buffer), 0, layout)).toBe(0x010203);
});

test('refuses screens of fewer colours', () => {
  expect(() => pixelLayout({ byteOrder: 0, bitsPerPixel: 16, ...RGB })).toThrow('16 bits per pixel');
  const fewer = { redMask: 0xf800, greenMask: 0x7e0, blueMask: 0x1f };
  expect(() => pixelLayout({ byteOrder: 0, bitsPerPixel: 32, ...fewer })).toThrow(RangeError);
});

test('sums over the colours how far two pixels are apart', () => {
  expect(colourDistance(0x000000, 0xffffff)).toBe(765);
  expect(colourDistance(0x102030, 0x0f2231)).toBe(4);
  expect(brightnessOf(0x010203)).toBe(6);
});
