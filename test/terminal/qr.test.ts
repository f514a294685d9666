import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { qrSize, renderQr } from '../../src/terminal/qr.js';

const LINK =
  'https://play.example.org/v1/#1.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE.AgICAgICAgICAgICAgICAg';

/** Reads the modules back, `true` for drawn. */
function modules(lines: string[]): boolean[][] {
  return lines.flatMap((line) => {
    const letters = [...line];
    return [letters.map((letter) => '█▀'.includes(letter)), letters.map((letter) => '█▄'.includes(letter))];
  });
}

describe('a QR code', () => {
  test('is dark on light in colours', () => {
    const lines = renderQr(LINK, true);
    const { data, size } = encode(LINK, { ecc: 'L', border: 2 });
    const bare = lines.map((line) => {
      expect(line.startsWith('\u001b[30;107m')).toBe(true);
      expect(line.endsWith('\u001b[0m')).toBe(true);
      return line.slice('\u001b[30;107m'.length, -'\u001b[0m'.length);
    });
    expect(modules(bare).slice(0, size)).toEqual(data);
  });

  test('draws the light modules without colours, for a dark terminal', () => {
    const { data, size } = encode(LINK, { ecc: 'L', border: 2 });
    const drawn = modules(renderQr(LINK, false)).slice(0, size);
    expect(drawn.map((row) => row.map((module) => !module))).toEqual(data);
  });

  test('says which size it has', () => {
    const { columns, rows } = qrSize(LINK);
    const lines = renderQr(LINK, false);
    expect(lines).toHaveLength(rows);
    expect(lines.every((line) => line.length === columns)).toBe(true);
    expect(columns).toBeLessThanOrEqual(50);
  });
});
