import { describe, expect, it } from 'vitest';
import { closestName } from '../../cores/closest-name.js';

describe('the closest name', () => {
  it('takes the fewest changes of letters, in either case', () => {
    expect(closestName('ENABLD', ['disabled', 'enabled'])).toBe('enabled');
    expect(closestName('nestopa', ['gambatte', 'nestopia'])).toBe('nestopia');
  });

  it('is none where nothing is near', () => {
    expect(closestName('anything', ['disabled', 'enabled'])).toBeUndefined();
    expect(closestName('anything', [])).toBeUndefined();
  });
});
