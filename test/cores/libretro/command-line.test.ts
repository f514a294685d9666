import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../cores/libretro/command-line.js';

describe('the command line of the libretro core', () => {
  it('names library and game, folders, .info file and options', () => {
    const args = [
      '--system=/s',
      '--saves',
      '/w',
      '--info=/i.info',
      '--option=a=b=c',
      '--option',
      'd=',
      '/l.so',
      '/g',
    ];
    expect(readCommandLine(args)).toMatchObject({
      library: '/l.so',
      game: '/g',
      system: '/s',
      saves: '/w',
      infoFile: '/i.info',
      options: new Map([
        ['a', 'b=c'],
        ['d', ''],
      ]),
    });
    expect(readCommandLine(['/l.so'])).toMatchObject({
      library: '/l.so',
      game: undefined,
      infoFile: undefined,
    });
  });

  it.each([
    ['without a library', [], 'without a library'],
    ['with too much', ['/l.so', '/g', '/h'], 'or with too much'],
    ['with an unknown flag', ['/l.so', '--bogus'], '--bogus'],
    ['with an option without a value', ['/l.so', '--option', 'a'], 'The option "a" has no value.'],
    ['with an option without a key', ['/l.so', '--option', '=a'], 'The option "=a" has no value.'],
  ])('%s is refused in words', (_what, args, message) => {
    expect(() => readCommandLine(args)).toThrow(
      expect.objectContaining({ name: 'CoreError', message: expect.stringContaining(message) }),
    );
  });
});
