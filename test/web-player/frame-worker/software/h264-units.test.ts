import { describe, expect, it } from 'vitest';
import {
  splitUnits,
  UNIT_TYPES,
  unitType,
} from '../../../../web-player/src/frame-worker/software/h264-units.js';

describe('units of an H.264 picture', () => {
  it('are cut before each start code, of three bytes or four', () => {
    const bytes = Uint8Array.of(0, 0, 0, 1, 0x67, 9, 0, 0, 1, 0x68, 8, 0, 0, 0, 1, 0x65, 7, 6);
    const units = splitUnits(bytes);
    expect(units.map(unitType)).toEqual([UNIT_TYPES.sequenceParameterSet, 8, 5]);
    expect(units.map(([, , , header]) => header)).toEqual([0x67, 0x68, 0x65]);
    expect([...units[2]!]).toEqual([0, 0, 1, 0x65, 7, 6]);
  });

  it('are none in nonsense', () => {
    expect(splitUnits(new Uint8Array(500).fill(7))).toEqual([]);
    expect(splitUnits(Uint8Array.of(0, 0, 1))).toEqual([]);
    expect(splitUnits(new Uint8Array())).toEqual([]);
  });
});
