import { describe, expect, it } from 'vitest';
import {
  isNewerSequence,
  type KeyboardState,
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
  controls.mousePressCounts.set([1, 7, 0, 2, 4]);
  controls.pointerOnPicture = true;
  controls.pointer.set([256, -256]);
  return controls;
}

/** Left Shift and A are held. */
function typed(): KeyboardState {
  const held = new Uint8Array(16);
  held[0] = 1 << 4;
  held[15] = 1 << 1;
  const events = new Uint8Array(16);
  events.set([121 | 0x80, 4 | 0x80], 14);
  return { held, eventCount: 0x0102, events };
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
        '01013944', // mouse press counts in the upper half
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

  it('of a player whose keyboard the game has holds the keys, and the last events of them', () => {
    const controls = { ...neutralControls(), keyboard: typed() };
    const packet = { sequence: 1, lastFrame: 2, keyframeWanted: true, controls };
    const bytes = writeInputPacket(packet);
    expect(hex(bytes.subarray(0, 4))).toBe('01070000');
    expect(hex(bytes.subarray(60))).toBe(
      ['10000000000000000000000000000002', '0201', '0000000000000000000000000000f984'].join(''),
    );
    expect(bytes).toHaveLength(94);
    expect(readInputPacket(bytes)).toEqual(packet);
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
  const typing = writeInputPacket({
    sequence: 1,
    lastFrame: 2,
    keyframeWanted: false,
    controls: { ...neutralControls(), keyboard: typed() },
  });
  const keyboardAlone = typing.slice();
  keyboardAlone[1] = 4;
  const watchersPresses = writeInputPacket({ sequence: 1, lastFrame: 2, keyframeWanted: false });
  watchersPresses[2] = 1;

  it.each([
    ['no bytes', new Uint8Array()],
    ['a byte too few', player().subarray(0, 59)],
    ['a byte too many', new Uint8Array([...player(), 0])],
    ['another version', changed(0, 2)],
    ['an unknown flag', changed(1, 5)],
    ['controls announced as absent', changed(1, 0)],
    ['controls announced but cut off', player().subarray(0, 12)],
    ['reserved bits in use', changed(3, 0x80)],
    ['a keyboard announced as absent', typing.subarray(0, 60)],
    ['a keyboard cut off', typing.subarray(0, 93)],
    ['a keyboard without controls', keyboardAlone],
    ['presses of a watcher', watchersPresses],
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
