import { describe, expect, it } from 'vitest';
import {
  isNewerSequence,
  NO_FRAME,
  neutralControls,
  readInputPacket,
  writeInputPacket,
} from '../../src/protocol/input-packet.js';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fullControls() {
  const controls = neutralControls();
  controls.buttons = 0x8101;
  controls.pressCounts.set([1, 0, 0, 255]);
  controls.axes.set([-32767, 32767, -1, 0]);
  controls.triggers.set([65535, 1]);
  controls.mouseTotals.set([-2, 3, -0x80000000]);
  controls.mouseButtons = 5;
  controls.pointerOnPicture = true;
  controls.pointer.set([256, -256]);
  return controls;
}

describe('an input packet', () => {
  it('of a watcher is twelve bytes', () => {
    const bytes = writeInputPacket({ sequence: 0x01020304, lastFrame: NO_FRAME, keyframeWanted: false });
    expect(hex(bytes)).toBe('01000000' + '04030201' + 'ffffffff');
  });

  it('says that a keyframe is wanted', () => {
    const bytes = writeInputPacket({ sequence: 0, lastFrame: 7, keyframeWanted: true });
    expect(hex(bytes)).toBe('01020000' + '00000000' + '07000000');
  });

  it('of a player holds the whole state of the controls', () => {
    const bytes = writeInputPacket({
      sequence: 1,
      lastFrame: 2,
      keyframeWanted: false,
      controls: fullControls(),
    });
    expect(hex(bytes)).toBe(
      [
        '01010000',
        '01000000',
        '02000000',
        '0181', // buttons
        '010000ff000000000000000000000000', // press counts
        '0180ff7fffff0000', // axes
        'ffff0100', // triggers
        'feffffff0300000000000080', // mouse totals
        '05', // mouse buttons
        '01', // pointer on the picture
        '000100ff', // pointer
      ].join(''),
    );
    expect(bytes).toHaveLength(60);
  });

  it('is read as it was written', () => {
    const player = { sequence: 0xffffffff, lastFrame: 9, keyframeWanted: true, controls: fullControls() };
    const watcher = { sequence: 3, lastFrame: NO_FRAME, keyframeWanted: false };
    expect(readInputPacket(writeInputPacket(player))).toEqual(player);
    expect(readInputPacket(writeInputPacket(watcher))).toEqual(watcher);
  });

  it('is read where it lies inside a larger buffer', () => {
    const bytes = writeInputPacket({ sequence: 5, lastFrame: 6, keyframeWanted: false });
    const larger = new Uint8Array(40).fill(0xee);
    larger.set(bytes, 13);
    expect(readInputPacket(larger.subarray(13, 25))?.sequence).toBe(5);
  });

  const player = () =>
    writeInputPacket({ sequence: 1, lastFrame: 2, keyframeWanted: false, controls: neutralControls() });
  const changed = (offset: number, value: number) => {
    const bytes = player();
    bytes[offset] = value;
    return bytes;
  };
  it.each([
    ['no bytes', new Uint8Array()],
    ['a byte too few', player().subarray(0, 59)],
    ['a byte too many', new Uint8Array([...player(), 0])],
    ['another version', changed(0, 2)],
    ['an unknown flag', changed(1, 5)],
    ['controls announced as absent', changed(1, 0)],
    ['controls announced but cut off', player().subarray(0, 12)],
    ['reserved bytes in use', changed(3, 1)],
  ])('with %s is refused', (_what, bytes) => {
    expect(readInputPacket(bytes)).toBeUndefined();
  });

  it('is newer by serial arithmetic, past the end of the numbers too', () => {
    expect(isNewerSequence(2, 1)).toBe(true);
    expect(isNewerSequence(1, 2)).toBe(false);
    expect(isNewerSequence(1, 1)).toBe(false);
    expect(isNewerSequence(0, 0xffffffff)).toBe(true);
    expect(isNewerSequence(0xffffffff, 0)).toBe(false);
  });
});
