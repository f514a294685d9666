import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../cores/saved-state/seal.js';

const CONTENT = Buffer.from('some content');

describe('a sealed state', () => {
  it('is magic, hash and content', () => {
    const state = seal('pong 1', [CONTENT.subarray(0, 4), CONTENT.subarray(4)]);
    expect(state.subarray(0, 8).toString('latin1')).toBe('CGSTATE\x01');
    expect(state).toHaveLength(24 + CONTENT.length);
    expect(state.subarray(24)).toEqual(CONTENT);
  });

  it('is opened by its owner', () => {
    expect(unseal('pong 1', seal('pong 1', [CONTENT]))).toEqual(CONTENT);
    expect(unseal('pong 1', seal('pong 1', []))).toHaveLength(0);
  });

  it('is opened by nobody else', () => {
    expect(() => unseal('pong 2', seal('pong 1', [CONTENT]))).toThrow('saved by another core or version');
  });

  it('is refused with any bit changed', () => {
    const state = seal('pong 1', [CONTENT]);
    for (let bit = 0; bit < state.length * 8; bit++) {
      const changed = Buffer.from(state);
      changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
      expect(() => unseal('pong 1', changed), `bit ${bit}`).toThrow(/not a saved state|damaged/);
    }
  });

  it('is refused cut anywhere', () => {
    const state = seal('pong 1', [CONTENT]);
    for (let length = 0; length < state.length; length++) {
      expect(() => unseal('pong 1', state.subarray(0, length)), `${length} bytes`).toThrow();
    }
  });
});
