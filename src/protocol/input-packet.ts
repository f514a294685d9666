import { BUTTONS } from './buttons.js';

/**
 * One message on the `input` channel, little-endian. Messages may be lost and may overtake each other, so each
 * holds the whole state of the viewer's controls; the newest sequence number wins.
 *
 *      0  u8      version, 1
 *      1  u8      flags: 1 = controls follow, 2 = a keyframe is wanted
 *      2  u16     0
 *      4  u32     sequence number
 *      8  u32     number of the last frame decoded, 0xffffffff before the first
 *     12  -- a watcher's packet ends here --
 *     12  u16     buttons held, one bit each in the order of BUTTONS
 *     14  u8[16]  how often each button was pressed, modulo 256
 *     30  i16[4]  left stick x, y, right stick x, y; right and down are positive
 *     38  u16[2]  left and right trigger
 *     42  i32[3]  running totals of mouse motion x, y (pixels) and wheel (notches)
 *     54  u8      mouse buttons held: 1 = left, 2 = right, 4 = middle
 *     55  u8      1 = the pointer is on the picture
 *     56  i16[2]  pointer x, y over the picture: -32767 is left or top, 32767 right or bottom
 *     60
 */
export interface Controls {
  buttons: number;
  readonly pressCounts: Uint8Array;
  readonly axes: Int16Array;
  readonly triggers: Uint16Array;
  readonly mouseTotals: Int32Array;
  mouseButtons: number;
  pointerOnPicture: boolean;
  readonly pointer: Int16Array;
}

export interface InputPacket {
  sequence: number;
  lastFrame: number;
  keyframeWanted: boolean;
  /** What the player holds; absent in a watcher's packet. */
  controls?: Controls;
}

export const NO_FRAME = 0xffffffff;
export const WATCHER_PACKET_BYTES = 12;
export const PLAYER_PACKET_BYTES = 60;
const INPUT_PACKET_VERSION = 1;
const HAS_CONTROLS = 1;
const WANTS_KEYFRAME = 2;

/** Controls with nothing held. */
export function neutralControls(): Controls {
  return {
    buttons: 0,
    pressCounts: new Uint8Array(BUTTONS.length),
    axes: new Int16Array(4),
    triggers: new Uint16Array(2),
    mouseTotals: new Int32Array(3),
    mouseButtons: 0,
    pointerOnPicture: false,
    pointer: new Int16Array(2),
  };
}

/** Writes a packet; its length is 12 bytes without controls and 60 with them. */
export function writeInputPacket(packet: InputPacket): Uint8Array<ArrayBuffer> {
  const { controls } = packet;
  const bytes = new Uint8Array(controls ? PLAYER_PACKET_BYTES : WATCHER_PACKET_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, INPUT_PACKET_VERSION);
  view.setUint8(1, (controls ? HAS_CONTROLS : 0) | (packet.keyframeWanted ? WANTS_KEYFRAME : 0));
  view.setUint32(4, packet.sequence, true);
  view.setUint32(8, packet.lastFrame, true);
  if (!controls) return bytes;
  view.setUint16(12, controls.buttons, true);
  bytes.set(controls.pressCounts, 14);
  controls.axes.forEach((value, index) => {
    view.setInt16(30 + 2 * index, value, true);
  });
  controls.triggers.forEach((value, index) => {
    view.setUint16(38 + 2 * index, value, true);
  });
  controls.mouseTotals.forEach((value, index) => {
    view.setInt32(42 + 4 * index, value, true);
  });
  view.setUint8(54, controls.mouseButtons);
  view.setUint8(55, controls.pointerOnPicture ? 1 : 0);
  controls.pointer.forEach((value, index) => {
    view.setInt16(56 + 2 * index, value, true);
  });
  return bytes;
}

/**
 * Reads a packet.
 *
 * @returns the packet, or `undefined` where size, version, flags or reserved bytes are not as written above.
 */
export function readInputPacket(bytes: Uint8Array): InputPacket | undefined {
  if (bytes.length !== WATCHER_PACKET_BYTES && bytes.length !== PLAYER_PACKET_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(1);
  const hasControls = (flags & HAS_CONTROLS) !== 0;
  if (
    view.getUint8(0) !== INPUT_PACKET_VERSION ||
    flags > (HAS_CONTROLS | WANTS_KEYFRAME) ||
    view.getUint16(2, true) !== 0 ||
    hasControls !== (bytes.length === PLAYER_PACKET_BYTES)
  ) {
    return undefined;
  }
  const packet: InputPacket = {
    sequence: view.getUint32(4, true),
    lastFrame: view.getUint32(8, true),
    keyframeWanted: (flags & WANTS_KEYFRAME) !== 0,
  };
  return hasControls ? { ...packet, controls: readControls(bytes, view) } : packet;
}

function readControls(bytes: Uint8Array, view: DataView): Controls {
  return {
    buttons: view.getUint16(12, true),
    pressCounts: bytes.slice(14, 14 + BUTTONS.length),
    axes: Int16Array.from({ length: 4 }, (_, index) => view.getInt16(30 + 2 * index, true)),
    triggers: Uint16Array.from({ length: 2 }, (_, index) => view.getUint16(38 + 2 * index, true)),
    mouseTotals: Int32Array.from({ length: 3 }, (_, index) => view.getInt32(42 + 4 * index, true)),
    mouseButtons: view.getUint8(54),
    pointerOnPicture: view.getUint8(55) !== 0,
    pointer: Int16Array.from({ length: 2 }, (_, index) => view.getInt16(56 + 2 * index, true)),
  };
}

/** Whether sequence number `a` is newer than `b`, in the serial arithmetic of RFC 1982 with 32 bits. */
export function isNewerSequence(a: number, b: number): boolean {
  const distance = (a - b) >>> 0;
  return distance !== 0 && distance < 0x80000000;
}
