import { describe, expect, test } from 'vitest';
import { isKeyHeld } from '../../cores/protocol/host-message.js';
import type { KeyboardState } from '../../src/protocol/input-packet.js';
import { SeatKeys } from '../../src/room/seat-keys.js';

const A = 4;
const B = 5;
const SHIFT = 121;

/** A player's page, as far as keys go. */
class Typist {
  readonly #held = new Uint8Array(16);
  #events: number[] = Array(16).fill(0);
  #count: number;

  constructor(count = 0) {
    this.#count = count;
  }

  down(...keys: number[]): this {
    for (const key of keys) {
      this.#held[key >> 3]! |= 1 << (key & 7);
      this.#tell(key | 0x80);
    }
    return this;
  }

  up(...keys: number[]): this {
    for (const key of keys) {
      this.#held[key >> 3]! &= ~(1 << (key & 7));
      this.#tell(key);
    }
    return this;
  }

  type(key: number): this {
    return this.down(key).up(key);
  }

  state(): KeyboardState {
    return { held: this.#held.slice(), eventCount: this.#count, events: Uint8Array.from(this.#events) };
  }

  #tell(event: number): void {
    this.#events = [...this.#events.slice(1), event];
    this.#count = (this.#count + 1) & 0xffff;
  }
}

function seated(count = 0): {
  keys: SeatKeys;
  typist: Typist;
  send: () => void;
  steps: (n: number) => number[][];
} {
  const keys = new SeatKeys();
  const typist = new Typist(count);
  keys.receive(typist.state());
  return {
    keys,
    typist,
    send: () => keys.receive(typist.state()),
    steps: (n) => Array.from({ length: n }, () => heldIn(keys.next())),
  };
}

function heldIn(keys: Uint8Array | undefined): number[] {
  return Array.from({ length: 128 }, (_, key) => key).filter((key) => isKeyHeld(keys, key));
}

describe('the keys of a seat', () => {
  test('are none at all before the page gives the game its keyboard, and after', () => {
    const keys = new SeatKeys();
    expect(keys.next()).toBeUndefined();
    keys.receive(new Typist().down(A).state());
    expect(heldIn(keys.next())).toEqual([A]);
    keys.receive(undefined);
    expect(keys.next()).toBeUndefined();
  });

  test('are played in the order in which they were typed, one down in each step', () => {
    const { typist, send, steps } = seated();
    typist.type(B).type(A);
    send();
    expect(steps(4)).toEqual([[B], [A], [], []]);
  });

  test('that were typed twice between two steps are seen twice', () => {
    const { typist, send, steps } = seated();
    typist.type(A).type(A);
    send();
    expect(steps(5)).toEqual([[A], [], [A], [], []]);
  });

  test('change with the modifiers that they were typed with', () => {
    const { typist, send, steps } = seated();
    typist.down(SHIFT, A).up(A, SHIFT).down(B);
    send();
    expect(steps(4)).toEqual([[A, SHIFT], [SHIFT], [B], [B]]);
  });

  test('are played over lost packets, past the end of the count', () => {
    const { typist, send, steps } = seated(0xfffe);
    typist.type(B);
    typist.state();
    typist.type(A).down(SHIFT);
    send();
    expect(steps(4)).toEqual([[B], [A], [], [SHIFT]]);
  });

  test('are as they are held where more was lost than a packet tells, or more was typed than can be', () => {
    const { keys, typist, send, steps } = seated();
    for (let press = 0; press < 9; press++) typist.type(A);
    typist.down(B);
    send();
    expect(steps(2)).toEqual([[B], [B]]);
    for (let packet = 0; packet < 20; packet++) {
      for (let press = 0; press < 8; press++) typist.type(A);
      keys.receive(typist.state());
    }
    expect(steps(80).at(-1)).toEqual([B]);
  });

  test('are as they are held in the end, whatever events a page makes up', () => {
    const keys = new SeatKeys();
    const held = new Uint8Array(16);
    const events = new Uint8Array(16).fill(0xff);
    keys.receive({ held, eventCount: 0, events });
    keys.receive({ held, eventCount: 16, events });
    expect([keys.next(), keys.next(), keys.next()].map(heldIn)).toEqual([[127], [127], []]);
  });
});
