import { describe, expect, it } from 'vitest';
import { parseDiscList } from '../../../cores/libretro/disc-list.js';

describe('a list of discs', () => {
  it('has a file on each line, with the label behind a bar or its own name', () => {
    expect(parseDiscList('\uFEFF#EXTM3U\r\na 1.cue\r\n  sub/b.chd | Second  \n\n"c.cue"\n', '/g')).toEqual([
      { path: '/g/a 1.cue', label: 'a 1' },
      { path: '/g/sub/b.chd', label: 'Second' },
      { path: '/g/c.cue', label: 'c' },
    ]);
  });

  it('takes backslashes for slashes, and passes remarks and empty names over', () => {
    expect(parseDiscList('discs\\a.cue\n# b.cue\n | label alone\n', '/g')).toEqual([
      { path: '/g/discs/a.cue', label: 'a' },
    ]);
  });
});
