import { describe, expect, it } from 'vitest';
import { parseControllers } from '../../src/terminal/controller-flag.js';

describe('--controller', () => {
  it('names a port and what is plugged into it, the last one of a port', () => {
    expect(parseControllers([])).toEqual(new Map());
    expect(parseControllers(['2=Zapper', '16=a = b', '2=Mouse'])).toEqual(
      new Map([
        [2, 'Mouse'],
        [16, 'a = b'],
      ]),
    );
  });

  it.each(['Zapper', '0=Zapper', '17=Zapper', '2=', `2=${'x'.repeat(101)}`])('is refused as %s', (text) => {
    expect(() => parseControllers([text])).toThrow('plugs nothing into a port');
  });
});
