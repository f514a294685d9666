import { NEUTRAL_INPUT, type PlayerInput } from '../protocol/host-message.js';
import { ANALOG_INDEX, DEVICE, DEVICE_BASE_MASK, JOYPAD_MASK } from './libretro-api.js';

/** Ids of libretro.h within each device. */
const MOUSE = {
  x: 0,
  y: 1,
  left: 2,
  right: 3,
  wheelUp: 4,
  wheelDown: 5,
  middle: 6,
  fourth: 9,
  fifth: 10,
} as const;
const POINTER = { x: 0, y: 1, pressed: 2, count: 3, isOffscreen: 15 } as const;
const LIGHTGUN = {
  x: 0,
  y: 1,
  trigger: 2,
  auxA: 3,
  auxB: 4,
  start: 6,
  select: 7,
  up: 9,
  screenX: 13,
  screenY: 14,
  isOffscreen: 15,
  reload: 16,
} as const;
const JOYPAD = { b: 0, select: 2, start: 3, up: 4, a: 8, l2: 12, r2: 13 } as const;
const MOUSE_BUTTON = { left: 1, right: 2, middle: 4, fourth: 8, fifth: 16 } as const;
const FULL = 0x7fff;
/** Outside of the picture a pointer is at libretro's −32768. */
const OFFSCREEN = -0x8000;

/**
 * What a core is told when it asks for one value of one control (`retro_input_state_t`).
 *
 * @param port - player, from 0.
 */
export function inputState(
  players: readonly PlayerInput[],
  port: number,
  device: number,
  index: number,
  id: number,
): number {
  const player = players[port] ?? NEUTRAL_INPUT;
  switch (device & DEVICE_BASE_MASK) {
    case DEVICE.joypad:
      // The mask is an int16_t: R3, its topmost bit, makes it negative.
      return id === JOYPAD_MASK ? (player.buttons << 16) >> 16 : held(player.buttons, id);
    case DEVICE.analog:
      return analog(player, index, id);
    case DEVICE.mouse:
      return mouse(player, id);
    case DEVICE.pointer:
      return pointer(player, index, id);
    case DEVICE.lightgun:
      return lightgun(player, id);
    default:
      return 0;
  }
}

function held(buttons: number, id: number): number {
  return id < 16 ? (buttons >> id) & 1 : 0;
}

function analog({ axes, triggers, buttons }: PlayerInput, index: number, id: number): number {
  if (index === ANALOG_INDEX.button) {
    const digital = held(buttons, id) * FULL;
    if (id === JOYPAD.l2) return Math.max(digital, triggers[0] >> 1);
    if (id === JOYPAD.r2) return Math.max(digital, triggers[1] >> 1);
    return digital;
  }
  return axes[index * 2 + id] ?? 0;
}

function mouse({ mouseMotion, mouseButtons }: PlayerInput, id: number): number {
  const [x, y, wheel] = mouseMotion;
  switch (id) {
    case MOUSE.x:
      return x;
    case MOUSE.y:
      return y;
    case MOUSE.left:
      return pressed(mouseButtons, MOUSE_BUTTON.left);
    case MOUSE.right:
      return pressed(mouseButtons, MOUSE_BUTTON.right);
    case MOUSE.middle:
      return pressed(mouseButtons, MOUSE_BUTTON.middle);
    case MOUSE.fourth:
      return pressed(mouseButtons, MOUSE_BUTTON.fourth);
    case MOUSE.fifth:
      return pressed(mouseButtons, MOUSE_BUTTON.fifth);
    case MOUSE.wheelUp:
      return wheel < 0 ? 1 : 0;
    case MOUSE.wheelDown:
      return wheel > 0 ? 1 : 0;
    default:
      return 0;
  }
}

function pointer(player: PlayerInput, index: number, id: number): number {
  if (index > 0) return 0;
  const touches = player.pointerOnPicture && (player.mouseButtons & MOUSE_BUTTON.left) !== 0;
  switch (id) {
    case POINTER.x:
      return player.pointer[0];
    case POINTER.y:
      return player.pointer[1];
    case POINTER.pressed:
    case POINTER.count:
      return touches ? 1 : 0;
    case POINTER.isOffscreen:
      return player.pointerOnPicture ? 0 : 1;
    default:
      return 0;
  }
}

function lightgun(player: PlayerInput, id: number): number {
  const { mouseButtons, pointerOnPicture, buttons } = player;
  switch (id) {
    case LIGHTGUN.x:
      return player.mouseMotion[0];
    case LIGHTGUN.y:
      return player.mouseMotion[1];
    case LIGHTGUN.screenX:
      return pointerOnPicture ? player.pointer[0] : OFFSCREEN;
    case LIGHTGUN.screenY:
      return pointerOnPicture ? player.pointer[1] : OFFSCREEN;
    case LIGHTGUN.isOffscreen:
      return pointerOnPicture ? 0 : 1;
    case LIGHTGUN.trigger:
      return pressed(mouseButtons, MOUSE_BUTTON.left);
    case LIGHTGUN.reload:
      // A shot beside the picture reloads most guns of the arcades.
      return !pointerOnPicture && pressed(mouseButtons, MOUSE_BUTTON.left) ? 1 : 0;
    case LIGHTGUN.auxA:
      return pressed(mouseButtons, MOUSE_BUTTON.right) | held(buttons, JOYPAD.a);
    case LIGHTGUN.auxB:
      return pressed(mouseButtons, MOUSE_BUTTON.middle) | held(buttons, JOYPAD.b);
    case LIGHTGUN.start:
      return held(buttons, JOYPAD.start);
    case LIGHTGUN.select:
      return held(buttons, JOYPAD.select);
    default:
      // The cross has the order of the pad's: up, down, left, right.
      if (id >= LIGHTGUN.up && id < LIGHTGUN.screenX) return held(buttons, JOYPAD.up + id - LIGHTGUN.up);
      return 0;
  }
}

function pressed(mouseButtons: number, button: number): number {
  return (mouseButtons & button) === 0 ? 0 : 1;
}
