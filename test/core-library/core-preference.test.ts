import { describe, expect, it } from 'vitest';
import { compareCores } from '../../src/core-library/core-preference.js';
import { parseInfoFile } from '../../src/core-library/info-file.js';

function core(name: string, ...lines: string[]) {
  return { name, info: parseInfoFile(['supported_extensions = "x"', ...lines].join('\n')) };
}

function order(...cores: Parameters<typeof compareCores>[0][]): string[] {
  return [...cores].sort(compareCores).map(({ name }) => name);
}

describe('of several cores for a game', () => {
  it('one that draws by itself comes before one that needs a graphics card, however good that is', () => {
    expect(order(core('nestopia', 'required_hw_api = "Vulkan"'), core('unheard_of'))).toEqual([
      'unheard_of',
      'nestopia',
    ]);
  });

  it('a finished one comes before an experimental one and one that nothing is known of', () => {
    expect(order({ name: 'a', info: undefined }, core('b', 'is_experimental = "true"'), core('c'))).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('a preferred one comes before the others', () => {
    expect(order(core('aaa'), core('fceumm'), core('nestopia'))).toEqual(['nestopia', 'fceumm', 'aaa']);
  });

  it('one for few kinds of files comes before one for many', () => {
    expect(order(core('aaa', 'supported_extensions = "x|y|z"'), core('bbb'))).toEqual(['bbb', 'aaa']);
  });

  it('the name decides in the end, whatever their order was', () => {
    expect(order(core('b'), core('a'), core('c'))).toEqual(order(core('c'), core('b'), core('a')));
  });
});
