import { BUTTONS } from './buttons.js';

/**
 * One message on the `input` channel, little-endian. Messages may be lost and may overtake each other, so each
 * holds the whole state of the viewer's controls; the newest sequence number wins.
 *
 *      0  u8      version, 1
 *      1  u8      flags: 1 = controls follow, 2 = a keyframe is wanted, 4 = a keyboard follows the controls
 *      2  u16     how often each mouse button was pressed, modulo 8, three bits each; 0 without controls
 *      4  u32     sequence number
 *      8  u32     number of the last frame decoded, 0xffffffff before the first
 *     12  -- a watcher's packet ends here --
 *     12  u16     buttons held, one bit each in the order of BUTTONS
 *     14  u8[16]  how often each button was pressed, modulo 256
 *     30  i16[4]  left stick x, y, right stick x, y; right and down are positive
 *     38  u16[2]  left and right trigger
 *     42  i32[3]  running totals of mouse motion x, y (pixels) and wheel (notches)
 *     54  u8      mouse buttons held: 1 = left, 2 = right, 4 = middle, 8 and 16 = the fourth and fifth
 *     55  u8      1 = the pointer is on the picture
 *     56  i16[2]  pointer x, y over the picture: -32767 is left or top, 32767 right or bottom
 *     60  -- a packet without a keyboard ends here --
 *     60  u8[16]  keys held, bit n modulo 8 of byte n / 8 = key n
 *     76  u16     how often keys went down or up, modulo 65536
 *     78  u8[16]  the last of these events, the newest last: the key, and 128 where it went down; 0 = none
 *     94
 *
 * Keys have the numbers that USB's HID usage tables give them, the modifiers those from 120 on (cores/PROTOCOL.md, step).
 */
export interface Controls {
  buttons: number;
  readonly pressCounts: Uint8Array;
  readonly axes: Int16Array;
  readonly triggers: Uint16Array;
  readonly mouseTotals: Int32Array;
  mouseButtons: number;
  /** Left, right, middle, fourth, fifth; modulo 8. */
  readonly mousePressCounts: Uint8Array;
  pointerOnPicture: boolean;
  readonly pointer: Int16Array;
  /** Only while the game is to have the player's keyboard. */
  keyboard?: KeyboardState | undefined;
}

/** What a player types. Events are told as well as keys held, since both order and number of presses count. */
export interface KeyboardState {
  /** A bit for each key. */
  readonly held: Uint8Array;
  /** Modulo 65536. */
  readonly eventCount: number;
  /** The newest last. */
  readonly events: Uint8Array;
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
export const KEYBOARD_PACKET_BYTES = 94;
export const MOUSE_BUTTONS = 5;
/** Bits of a press count of the mouse's. */
const MOUSE_COUNT_BITS = 3;
export const KEYS = 128;
/** Left Ctrl, Shift, Alt, Meta, and right. */
export const FIRST_MODIFIER = 120;
/** Events that a packet has room for. */
export const KEY_EVENTS = 16;
/** Flag of an event. */
export const KEY_WENT_DOWN = 0x80;
const INPUT_PACKET_VERSION = 1;
const HAS_CONTROLS = 1;
const WANTS_KEYFRAME = 2;
const HAS_KEYBOARD = 4;
const PACKET_BYTES = new Map([
  [0, WATCHER_PACKET_BYTES],
  [HAS_CONTROLS, PLAYER_PACKET_BYTES],
  [HAS_CONTROLS | HAS_KEYBOARD, KEYBOARD_PACKET_BYTES],
]);

/** Controls with nothing held. */
export function neutralControls(): Controls {
  return {
    buttons: 0,
    pressCounts: new Uint8Array(BUTTONS.length),
    axes: new Int16Array(4),
    triggers: new Uint16Array(2),
    mouseTotals: new Int32Array(3),
    mouseButtons: 0,
    mousePressCounts: new Uint8Array(MOUSE_BUTTONS),
    pointerOnPicture: false,
    pointer: new Int16Array(2),
  };
}

/** Writes a packet; its length is 12 bytes without controls, 60 with them, and 94 with a keyboard. */
export function writeInputPacket(packet: InputPacket): Uint8Array<ArrayBuffer> {
  const { controls } = packet;
  const parts = (controls ? HAS_CONTROLS : 0) | (controls?.keyboard ? HAS_KEYBOARD : 0);
  const bytes = new Uint8Array(PACKET_BYTES.get(parts)!);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, INPUT_PACKET_VERSION);
  view.setUint8(1, parts | (packet.keyframeWanted ? WANTS_KEYFRAME : 0));
  view.setUint32(4, packet.sequence, true);
  view.setUint32(8, packet.lastFrame, true);
  if (!controls) return bytes;
  controls.mousePressCounts.forEach((count, button) => {
    const bits = (count & 7) << (MOUSE_COUNT_BITS * button);
    view.setUint16(2, view.getUint16(2, true) | bits, true);
  });
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
  if (controls.keyboard) {
    const { held, eventCount, events } = controls.keyboard;
    bytes.set(held, 60);
    view.setUint16(76, eventCount, true);
    bytes.set(events, 78);
  }
  return bytes;
}

/**
 * Reads a packet.
 *
 * @returns the packet, or `undefined` where size, version, flags or reserved bytes are not as written above.
 */
export function readInputPacket(bytes: Uint8Array): InputPacket | undefined {
  if (bytes.length < WATCHER_PACKET_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(1);
  const parts = flags & ~WANTS_KEYFRAME;
  const hasControls = (flags & HAS_CONTROLS) !== 0;
  const hasKeyboard = (flags & HAS_KEYBOARD) !== 0;
  if (
    view.getUint8(0) !== INPUT_PACKET_VERSION ||
    PACKET_BYTES.get(parts) !== bytes.length ||
    view.getUint16(2, true) >= (hasControls ? 1 << (MOUSE_COUNT_BITS * MOUSE_BUTTONS) : 1)
  ) {
    return undefined;
  }
  const packet: InputPacket = {
    sequence: view.getUint32(4, true),
    lastFrame: view.getUint32(8, true),
    keyframeWanted: (flags & WANTS_KEYFRAME) !== 0,
  };
  if (!hasControls) return packet;
  const controls = readControls(bytes, view);
  return {
    ...packet,
    controls: hasKeyboard ? { ...controls, keyboard: readKeyboard(bytes, view) } : controls,
  };
}

function readControls(bytes: Uint8Array, view: DataView): Controls {
  return {
    buttons: view.getUint16(12, true),
    pressCounts: bytes.slice(14, 14 + BUTTONS.length),
    axes: Int16Array.from({ length: 4 }, (_, index) => view.getInt16(30 + 2 * index, true)),
    triggers: Uint16Array.from({ length: 2 }, (_, index) => view.getUint16(38 + 2 * index, true)),
    mouseTotals: Int32Array.from({ length: 3 }, (_, index) => view.getInt32(42 + 4 * index, true)),
    mouseButtons: view.getUint8(54),
    mousePressCounts: Uint8Array.from(
      { length: MOUSE_BUTTONS },
      (_, button) => (view.getUint16(2, true) >> (MOUSE_COUNT_BITS * button)) & 7,
    ),
    pointerOnPicture: view.getUint8(55) !== 0,
    pointer: Int16Array.from({ length: 2 }, (_, index) => view.getInt16(56 + 2 * index, true)),
  };
}

function readKeyboard(bytes: Uint8Array, view: DataView): KeyboardState {
  return {
    held: bytes.slice(60, 76),
    eventCount: view.getUint16(76, true),
    events: bytes.slice(78, 78 + KEY_EVENTS),
  };
}

/** Whether sequence number `a` is newer than `b`, in the serial arithmetic of RFC 1982 with 32 bits. */
export function isNewerSequence(a: number, b: number): boolean {
  const distance = (a - b) >>> 0;
  return distance !== 0 && distance < 0x80000000;
}
