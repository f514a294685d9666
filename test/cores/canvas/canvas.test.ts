import { describe, expect, it } from 'vitest';
import { Canvas, mix } from '../../../cores/canvas/canvas.js';
import { GLYPH_HEIGHT, glyphRows, textWidth } from '../../../cores/canvas/font.js';

const WHITE = 0xffffff;

describe('Canvas', () => {
  it('stores a colour as B G R X', () => {
    const canvas = new Canvas(1, 1);
    canvas.clear(0x112233);
    expect([...canvas.bytes]).toEqual([0x33, 0x22, 0x11, 0]);
    expect(canvas.pitch).toBe(4);
  });

  it('cuts a rectangle off at its edges', () => {
    const canvas = new Canvas(4, 3);
    canvas.rectangle(2, -1, 9, 3, WHITE);
    expect(drawing(canvas)).toEqual(['..##', '..##', '....']);
    canvas.rectangle(-5, 2, 6, 9, WHITE);
    expect(drawing(canvas)).toEqual(['..##', '..##', '#...']);
    canvas.rectangle(4, 0, 3, 3, WHITE);
    canvas.rectangle(0, 0, 0, 3, WHITE);
    expect(drawing(canvas)).toEqual(['..##', '..##', '#...']);
  });

  it('draws round discs, also over its edge', () => {
    const canvas = new Canvas(5, 5);
    canvas.disc(2.5, 2.5, 2.5, WHITE);
    expect(drawing(canvas)).toEqual(['.###.', '#####', '#####', '#####', '.###.']);
    canvas.clear(0);
    canvas.disc(0, 0, 2, WHITE);
    expect(drawing(canvas)[0]).toBe('##...');
  });

  it('writes text at a scale', () => {
    const canvas = new Canvas(12, 14);
    canvas.text('T', 0, 0, 2, WHITE);
    expect(drawing(canvas).slice(0, 4)).toEqual([
      '##########..',
      '##########..',
      '....##......',
      '....##......',
    ]);
    expect(textWidth('T', 2)).toBe(10);
    expect(textWidth('AB', 1)).toBe(11);
    expect(textWidth('', 3)).toBe(0);
  });

  it('halves the brightness of a rectangle', () => {
    const canvas = new Canvas(2, 1);
    canvas.clear(0xff8040);
    canvas.dim(1, 0, 5, 5);
    expect([...canvas.bytes]).toEqual([0x40, 0x80, 0xff, 0, 0x20, 0x40, 0x7f, 0]);
  });
});

describe('mix', () => {
  it('goes from one colour to the other', () => {
    expect(mix(0x000000, 0xff8040, 0)).toBe(0);
    expect(mix(0x000000, 0xff8040, 1)).toBe(0xff8040);
    expect(mix(0x100000, 0x300000, 0.5)).toBe(0x200000);
  });
});

describe('the font', () => {
  it('has seven rows of five pixels for every letter that is used', () => {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?.,:-+/ ') {
      const rows = glyphRows(letter);
      expect(rows).toHaveLength(GLYPH_HEIGHT);
      for (const row of rows) expect(row).toBeLessThan(32);
      if (letter !== ' ') expect(Math.max(...rows), letter).toBeGreaterThan(0);
    }
  });

  it('shows an unknown letter as a blank', () => {
    expect(glyphRows('☃')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

function drawing(canvas: Canvas): string[] {
  const rows: string[] = [];
  for (let y = 0; y < canvas.height; y++) {
    let row = '';
    for (let x = 0; x < canvas.width; x++) row += canvas.bytes[y * canvas.pitch + x * 4] ? '#' : '.';
    rows.push(row);
  }
  return rows;
}
