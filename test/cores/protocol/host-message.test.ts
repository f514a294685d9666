import { describe, expect, it } from 'vitest';
import {
  decodeDisc,
  decodeOption,
  decodeRunAhead,
  decodeStep,
  encodeDisc,
  encodeOption,
  encodeRunAhead,
  encodeStep,
  isKeyHeld,
  NEUTRAL_INPUT,
  type Step,
} from '../../../cores/protocol/host-message.js';

const STEP: Step = {
  number: 0x01020304,
  pictureNeeded: false,
  soundNeeded: true,
  players: [
    {
      buttons: 0x0180,
      axes: [1, -1, 32767, -32768],
      triggers: [0, 65535],
      mouseMotion: [2, -2, 1],
      mouseButtons: 5,
      pointerOnPicture: true,
      pointer: [-32767, 32767],
    },
  ],
};
const STEP_HEX = [
  '04030201', // number
  '01', // the picture is not needed
  '01', // players
  '1a', // bytes of a record
  '8001', // buttons
  '0100 ffff ff7f 0080', // sticks
  '0000 ffff', // triggers
  '0200 feff 0100', // mouse
  '05 01', // mouse buttons, pointer on the picture
  '0180 ff7f', // pointer
]
  .join('')
  .replaceAll(' ', '');

describe('step', () => {
  it('has exactly these bytes', () => {
    expect(encodeStep(STEP).toString('hex')).toBe(STEP_HEX);
  });

  it('is read back as it was', () => {
    expect(decodeStep(Buffer.from(STEP_HEX, 'hex'))).toEqual(STEP);
  });

  it('may have no players, or sixteen', () => {
    const none = { ...STEP, soundNeeded: false, players: [] };
    expect(encodeStep(none).toString('hex')).toBe('0403020103001a');
    expect(decodeStep(encodeStep(none))).toEqual(none);
    const many = { ...STEP, players: Array.from({ length: 16 }, () => NEUTRAL_INPUT) };
    expect(decodeStep(encodeStep(many))).toEqual(many);
  });

  it('has sixteen bytes of keys more per player where one has a keyboard', () => {
    const keys = new Uint8Array(16);
    keys[0] = 1 << 4;
    keys[15] = 0x80;
    const typing = { ...STEP, players: [{ ...STEP.players[0]!, keys }, NEUTRAL_INPUT] };
    const bytes = encodeStep(typing);
    expect(bytes).toHaveLength(7 + 2 * 42);
    expect(bytes[6]).toBe(42);
    expect(bytes.subarray(33, 49).toString('hex')).toBe('10000000000000000000000000000080');
    const [first, second] = decodeStep(bytes).players;
    bytes.fill(0xff);
    expect([4, 5, 126, 127].map((key) => isKeyHeld(first?.keys, key))).toEqual([true, false, false, true]);
    expect(second?.keys).toEqual(new Uint8Array(16));
    expect(isKeyHeld(undefined, 4)).toBe(false);
  });

  it('passes over fields that a later version appends', () => {
    const body = Buffer.from(`${STEP_HEX}99887766`, 'hex');
    body.writeUInt8(30, 6);
    expect(decodeStep(body)).toEqual(STEP);
  });

  it('is refused with a record that is too small, a missing player, or bytes left over', () => {
    const small = Buffer.from(STEP_HEX, 'hex');
    small.writeUInt8(25, 6);
    expect(() => decodeStep(small)).toThrow('player record of 25 bytes');
    const missing = Buffer.from(STEP_HEX, 'hex');
    missing.writeUInt8(2, 5);
    expect(() => decodeStep(missing)).toThrow('bytes too few');
    expect(() => decodeStep(Buffer.from(`${STEP_HEX}00`, 'hex'))).toThrow('1 bytes too many');
  });
});

describe('set option', () => {
  it('is two texts', () => {
    expect(encodeOption('k', 'vw').toString('hex')).toBe('01006b02007677');
    expect(decodeOption(encodeOption('k', 'vw'))).toEqual({ key: 'k', value: 'vw' });
  });

  it('is refused where a text is longer than the message', () => {
    expect(() => decodeOption(Buffer.from('05006b', 'hex'))).toThrow('4 bytes too few');
  });
});

describe('set disc', () => {
  it('is the number of a disc, and nothing else', () => {
    expect(encodeDisc(3).toString('hex')).toBe('03');
    expect(decodeDisc(encodeDisc(3))).toBe(3);
    expect(() => decodeDisc(Buffer.from('0300', 'hex'))).toThrow('1 bytes too many');
    expect(() => decodeDisc(Buffer.alloc(0))).toThrow('1 bytes too few');
  });
});

describe('set run-ahead', () => {
  it('is a number of frames, and nothing else', () => {
    expect(encodeRunAhead(2).toString('hex')).toBe('02');
    expect(decodeRunAhead(encodeRunAhead(2))).toBe(2);
    expect(() => decodeRunAhead(Buffer.from('0200', 'hex'))).toThrow('1 bytes too many');
  });
});
