import { describe, expect, it } from 'vitest';
import { readCorePreferences } from '../../src/host/core-preferences.js';

const PATH = '/config.json';

describe('the cores that a user prefers', () => {
  it('stand in the settings file, by extension with or without its dot', () => {
    expect(readCorePreferences({}, { cores: { NES: 'nes', '.gb': 'gambatte' } }, PATH)).toEqual(
      new Map([
        ['.nes', 'nes'],
        ['.gb', 'gambatte'],
      ]),
    );
    expect(readCorePreferences({}, {}, PATH)).toEqual(new Map());
  });

  it('stand in the environment in their place', () => {
    const environment = { CLOUDGAME_CORES: 'nes=nes, sfc = /cores/a=b.so' };
    expect(readCorePreferences(environment, { cores: { gb: 'gambatte' } }, PATH)).toEqual(
      new Map([
        ['.nes', 'nes'],
        ['.sfc', '/cores/a=b.so'],
      ]),
    );
    expect(readCorePreferences({ CLOUDGAME_CORES: '' }, { cores: { gb: 'x' } }, PATH).size).toBe(1);
  });

  it.each(['nes', 'nes=', '=nes', 'nes=nes,', 'a/b=nes'])(
    'are refused where they are no pairs: %s',
    (text) => {
      expect(() => readCorePreferences({ CLOUDGAME_CORES: text }, {}, PATH)).toThrow(
        expect.objectContaining({ kind: 'usage', message: expect.stringMatching(/^CLOUDGAME_CORES: /) }),
      );
    },
  );

  it('name their place where the file is wrong', () => {
    expect(() => readCorePreferences({}, { cores: { nes: ' ' } }, PATH)).toThrow(
      '"cores" in /config.json: "nes"',
    );
  });
});
