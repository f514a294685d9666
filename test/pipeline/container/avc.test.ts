import { describe, expect, it } from 'vitest';
import { nalType, parameterSets, splitLengthPrefixed } from '../../../src/pipeline/container/avc.js';
import { bytes } from '../pieces.js';

describe('the parameter sets of an AVCDecoderConfigurationRecord', () => {
  it('are its SPS and its PPS, in that order', () => {
    const record = bytes('01 42c01e ff e1 0004 67 42c01e 01 0002 68ce');
    expect(parameterSets(record)).toEqual([bytes('6742c01e'), bytes('68ce')]);
  });

  it('may be several of each', () => {
    const record = bytes('01 42c01e ff e2 0001 67 0002 6701 02 0001 68 0002 6801');
    expect(parameterSets(record)).toEqual([bytes('67'), bytes('6701'), bytes('68'), bytes('6801')]);
  });

  it('are read without what high profiles append', () => {
    const record = bytes('01 640028 ff e1 0001 67 01 0001 68 fd f8 f8 00');
    expect(parameterSets(record)).toEqual([bytes('67'), bytes('68')]);
  });
});

describe('a picture of length-prefixed NAL units', () => {
  it('is split into its units, without the lengths', () => {
    const picture = bytes('00000002 09f0 00000003 0605ff 00000001 65');
    expect(splitLengthPrefixed(picture)).toEqual([bytes('09f0'), bytes('0605ff'), bytes('65')]);
  });

  it('may hold no unit, or empty ones, which are left out', () => {
    expect(splitLengthPrefixed(bytes(''))).toEqual([]);
    expect(splitLengthPrefixed(bytes('00000000 00000001 41'))).toEqual([bytes('41')]);
  });

  it('is refused where a unit is longer than the picture', () => {
    expect(() => splitLengthPrefixed(bytes('00000001 41 00000003 4142'))).toThrow(
      'a NAL unit is longer than its picture',
    );
    expect(() => splitLengthPrefixed(bytes('ffffffff 41'))).toThrow('a NAL unit is longer than its picture');
  });
});

describe('the type of a NAL unit', () => {
  it('is the lower five bits of its first byte, whatever the others say', () => {
    expect(nalType(bytes('65'))).toBe(5);
    expect(nalType(bytes('e7'))).toBe(7);
    expect(nalType(bytes('01'))).toBe(1);
  });
});
