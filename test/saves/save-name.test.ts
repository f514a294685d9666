import { describe, expect, it } from 'vitest';
import { fileOfSave, parseSaveName, titleOfSave } from '../../src/saves/save-name.js';

describe('the name of a save', () => {
  it.each([
    ['battery', 'battery.sav', { kind: 'battery' }],
    ['battery-12', 'battery-12.sav', { kind: 'replaced-battery', number: 12 }],
    ['slot-3', 'slot-3.state', { kind: 'slot', slot: 3 }],
    ['auto-120', 'auto-120.state', { kind: 'automatic', number: 120 }],
    ['earlier-7', 'earlier-7.state', { kind: 'earlier', number: 7 }],
  ] as const)('%s is that of the file %s', (title, file, save) => {
    expect(titleOfSave(save)).toBe(title);
    expect(fileOfSave(save)).toBe(file);
    expect(parseSaveName(title)).toEqual(save);
    expect(parseSaveName(file)).toEqual(save);
  });

  it.each([
    '',
    'battery-0',
    'battery-1.state',
    'slot-0',
    'slot-10',
    'auto-0',
    'auto-01',
    'earlier-0',
    'auto-1.sav',
    '../battery',
    'battery.sav.tmp',
    'title.txt',
  ])('is not %j', (text) => {
    expect(parseSaveName(text)).toBeUndefined();
  });
});
