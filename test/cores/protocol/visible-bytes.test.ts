import { describe, expect, it } from 'vitest';
import { visibleBytes } from '../../../cores/protocol/visible-bytes.js';

describe('the bytes of a picture that can be seen', () => {
  it('leave out what pads its rows', () => {
    const pixels = Buffer.from('01020304ffff05060708ffff', 'hex');
    const seen = visibleBytes({ width: 2, height: 2, pitch: 6, pixels }, 'rgb565');
    expect(seen.toString('hex')).toBe('0102030405060708');
  });

  it('are those of all three planes of I420', () => {
    const pixels = Buffer.from('0102ffff0304ffff05ff06ff', 'hex');
    const seen = visibleBytes({ width: 2, height: 2, pitch: 4, pixels }, 'i420');
    expect(seen.toString('hex')).toBe('010203040506');
  });

  it('are a copy', () => {
    const pixels = Buffer.from('0102', 'hex');
    const seen = visibleBytes({ width: 1, height: 1, pitch: 2, pixels }, 'rgb565');
    pixels.fill(0);
    expect(seen.toString('hex')).toBe('0102');
  });
});
