import { describe, expect, test } from 'vitest';
import { NEUTRAL_INPUT } from '../../cores/protocol/host-message.js';
import { BUTTON_INDEX } from '../../src/protocol/buttons.js';
import { type Controls, neutralControls } from '../../src/protocol/input-packet.js';
import { SeatInput } from '../../src/room/seat-input.js';

const A = 1 << BUTTON_INDEX.a;
const B = 1 << BUTTON_INDEX.b;

/** A player's page: counts presses, and packs the state as it is. */
class Page {
  readonly controls: Controls = neutralControls();
  sequence: number;

  constructor(sequence = 0) {
    this.sequence = sequence;
  }

  hold(buttons: number): this {
    const pressed = buttons & ~this.controls.buttons;
    for (let button = 0; button < 16; button++) {
      if ((pressed >> button) & 1) this.controls.pressCounts[button]! += 1;
    }
    this.controls.buttons = buttons;
    return this;
  }

  moveMouse(x: number, y = 0, wheel = 0): this {
    const { mouseTotals } = this.controls;
    mouseTotals.set([mouseTotals[0]! + x, mouseTotals[1]! + y, mouseTotals[2]! + wheel]);
    return this;
  }

  /** The next packet, to be handed in now or later. */
  packet(): [number, Controls] {
    this.sequence = (this.sequence + 1) >>> 0;
    return [this.sequence, structuredClone(this.controls)];
  }
}

function seated(sequence = 0): { seat: SeatInput; page: Page; send: () => void; buttons: () => number } {
  const seat = new SeatInput();
  const page = new Page(sequence);
  seat.receive(...page.packet(), 0);
  return {
    seat,
    page,
    send: () => seat.receive(...page.packet(), 0),
    buttons: () => seat.sample(0).buttons,
  };
}

describe('the input of a seat', () => {
  test('is neutral before anything came', () => {
    const seat = new SeatInput();
    expect(seat.sample(0)).toEqual(NEUTRAL_INPUT);
    expect(seat.sequence).toBe(0);
  });

  test('hands on every control of the newest packet', () => {
    const { seat, page, send } = seated();
    const { controls } = page;
    controls.axes.set([-32768, 32767, 1, -1]);
    controls.triggers.set([65535, 7]);
    controls.pointer.set([-5, 6]);
    controls.pointerOnPicture = true;
    controls.mouseButtons = 5;
    page.hold(A | B).moveMouse(3, -4, 1);
    send();
    expect(seat.sample(0)).toEqual({
      buttons: A | B,
      axes: [-32768, 32767, 1, -1],
      triggers: [65535, 7],
      mouseMotion: [3, -4, 1],
      mouseButtons: 5,
      pointerOnPicture: true,
      pointer: [-5, 6],
    });
    expect(seat.sequence).toBe(2);
  });

  test('shows a held button in every step until it is let go', () => {
    const { page, send, buttons } = seated();
    page.hold(A);
    send();
    expect([buttons(), buttons(), buttons()]).toEqual([A, A, A]);
    send();
    expect(buttons()).toBe(A);
    page.hold(0);
    send();
    expect([buttons(), buttons()]).toEqual([0, 0]);
  });

  test('shows a press that began and ended between two steps for one step', () => {
    const { page, send, buttons } = seated();
    page.hold(A);
    send();
    page.hold(0);
    send();
    expect([buttons(), buttons(), buttons()]).toEqual([A, 0, 0]);
  });

  test('shows a press whose packets were all lost but the one after it', () => {
    const { page, send, buttons } = seated();
    page.hold(A);
    page.packet();
    page.hold(0);
    page.packet();
    page.hold(B);
    send();
    expect([buttons(), buttons()]).toEqual([A | B, B]);
  });

  test('shows a button that was let go and pressed again between two steps as a new press', () => {
    const { page, send, buttons } = seated();
    page.hold(A);
    send();
    expect(buttons()).toBe(A);
    page.hold(0).hold(A);
    send();
    expect([buttons(), buttons(), buttons()]).toEqual([0, A, A]);
  });

  test('shows a button that was let go, pressed and let go again between two steps as a press of its own', () => {
    const { page, send, buttons } = seated();
    page.hold(A);
    send();
    expect(buttons()).toBe(A);
    page.hold(0).hold(A).hold(0);
    send();
    expect([buttons(), buttons(), buttons(), buttons()]).toEqual([0, A, 0, 0]);
  });

  test('plays two presses between two steps one after the other, and not more than two', () => {
    const { page, send, buttons } = seated();
    for (let press = 0; press < 5; press++) page.hold(A).hold(0);
    send();
    expect([buttons(), buttons(), buttons(), buttons(), buttons()]).toEqual([A, 0, A, 0, 0]);
  });

  test('keeps the presses of different buttons apart', () => {
    const { page, send, buttons } = seated();
    page
      .hold(A)
      .hold(A | B)
      .hold(B)
      .hold(A | B);
    send();
    expect([buttons(), buttons(), buttons(), buttons()]).toEqual([A | B, B, A | B, A | B]);
  });

  test('passes over packets that come late or twice', () => {
    const { seat, page, send, buttons } = seated();
    const late = page.hold(A).packet();
    page.hold(0).hold(B);
    send();
    expect([buttons(), buttons()]).toEqual([A | B, B]);
    seat.receive(...late, 0);
    expect(buttons()).toBe(B);
    expect(seat.sequence).toBe(3);
    seat.receive(3, page.controls, 0);
    expect(buttons()).toBe(B);
  });

  test('shows a click that began and ended between two steps for one step, over lost packets as well', () => {
    const { seat, page, send } = seated();
    const { controls } = page;
    controls.mousePressCounts[0] = 1;
    controls.mousePressCounts[4] = 9;
    send();
    const clicks = [seat.sample(0), seat.sample(0)].map(({ mouseButtons }) => mouseButtons);
    expect(clicks).toEqual([17, 0]);
  });

  test('hands on the keys of a page that gives its keyboard, until it takes it back', () => {
    const { seat, page, send } = seated();
    const held = new Uint8Array(16).fill(1, 0, 1);
    page.controls.keyboard = { held, eventCount: 0, events: new Uint8Array(16) };
    send();
    expect(seat.sample(0).keys).toEqual(held);
    expect(seat.sample(2_001)).toEqual(NEUTRAL_INPUT);
    page.controls.keyboard = undefined;
    send();
    expect('keys' in seat.sample(0)).toBe(false);
  });

  test('goes on where sequence numbers start over', () => {
    const { seat, page, send, buttons } = seated(0xffffffff - 1);
    expect(seat.sequence).toBe(0xffffffff);
    const late = page.packet();
    expect(late[0]).toBe(0);
    page.hold(A);
    send();
    expect(seat.sequence).toBe(1);
    expect(buttons()).toBe(A);
    seat.receive(...late, 0);
    expect(buttons()).toBe(A);
  });

  test('goes on where press counts start over', () => {
    const seat = new SeatInput();
    const page = new Page();
    page.controls.pressCounts.fill(255);
    seat.receive(...page.packet(), 0);
    page.hold(A).hold(0);
    expect(page.controls.pressCounts[BUTTON_INDEX.a]).toBe(0);
    seat.receive(...page.packet(), 0);
    expect([seat.sample(0).buttons, seat.sample(0).buttons]).toEqual([A, 0]);
  });

  test('lets go of everything 2 s after the last packet, and takes it up again with the next', () => {
    const { seat, page } = seated();
    page.hold(A);
    page.controls.axes.set([9, 9, 9, 9]);
    seat.receive(...page.packet(), 1_000);
    expect(seat.sample(3_000).buttons).toBe(A);
    expect(seat.sample(3_001)).toEqual(NEUTRAL_INPUT);
    seat.receive(...page.packet(), 4_000);
    expect(seat.sample(4_000)).toMatchObject({ buttons: A, axes: [9, 9, 9, 9] });
  });

  test('does not play presses later that waited when the way was cut', () => {
    const { seat, page } = seated();
    page.hold(A).hold(0).hold(A).hold(0);
    seat.receive(...page.packet(), 0);
    expect(seat.sample(2_001).buttons).toBe(0);
    seat.receive(...page.packet(), 2_002);
    expect(seat.sample(2_002).buttons).toBe(0);
  });

  test('hands on all mouse motion once, over lost packets as well', () => {
    const { seat, page, send } = seated();
    page.moveMouse(10, -3, 1);
    page.packet();
    page.moveMouse(5);
    send();
    expect(seat.sample(0).mouseMotion).toEqual([15, -3, 1]);
    expect(seat.sample(0).mouseMotion).toEqual([0, 0, 0]);
  });

  test('hands on mouse motion over the end of 32 bits', () => {
    const seat = new SeatInput();
    const page = new Page();
    page.controls.mouseTotals.set([0x7fffffff, -0x80000000, 0]);
    seat.receive(...page.packet(), 0);
    page.moveMouse(2, -3);
    expect(page.controls.mouseTotals[0]).toBe(-0x7fffffff);
    seat.receive(...page.packet(), 0);
    expect(seat.sample(0).mouseMotion).toEqual([2, -3, 0]);
  });

  test('spreads more motion than a step can carry over the steps that follow', () => {
    const { seat, page, send } = seated();
    page.moveMouse(70_000, -70_000);
    send();
    const motions = [seat.sample(0), seat.sample(0), seat.sample(0), seat.sample(0)].map(
      ({ mouseMotion }) => [...mouseMotion],
    );
    expect(motions).toEqual([
      [32767, -32768, 0],
      [32767, -32768, 0],
      [4466, -4464, 0],
      [0, 0, 0],
    ]);
  });

  test('begins anew with a new connection: old counts are no presses, and its numbers may be lower', () => {
    const { seat, page, send, buttons } = seated(5_000);
    page.hold(A).hold(0).moveMouse(100);
    send();
    seat.reset();
    expect(seat.sequence).toBe(0);
    expect(buttons()).toBe(0);
    const reloaded = new Page();
    reloaded.controls.pressCounts.fill(77);
    reloaded.moveMouse(-500).hold(0);
    seat.receive(...reloaded.packet(), 0);
    expect(seat.sequence).toBe(1);
    expect(seat.sample(0)).toEqual(NEUTRAL_INPUT);
    reloaded.hold(B).hold(0).moveMouse(1);
    seat.receive(...reloaded.packet(), 0);
    expect(seat.sample(0)).toMatchObject({ buttons: B, mouseMotion: [1, 0, 0] });
  });

  test('shows what a new connection holds from its first packet on', () => {
    const seat = new SeatInput();
    seat.receive(...new Page().hold(A).packet(), 0);
    expect([seat.sample(0).buttons, seat.sample(0).buttons]).toEqual([A, A]);
  });
});
