import { describe, expect, test } from 'vitest';
import { readKeys } from '../../src/terminal/keys.js';
import { InputDouble } from './terminal-double.js';

function read(input: InputDouble) {
  const keys: string[] = [];
  const restore = readKeys(input, {
    onKey: (key) => keys.push(key),
    onInterrupt: () => keys.push('interrupt'),
  });
  return { keys, restore };
}

describe('single keys', () => {
  test('come as they were typed, each by itself', () => {
    const input = new InputDouble();
    const { keys, restore } = read(input);
    expect(input).toMatchObject({ raw: true, flowing: true });
    input.type('c');
    input.type('QP');
    expect(keys).toEqual(['c', 'Q', 'P']);
    restore();
  });

  test('are named where they print nothing', () => {
    const input = new InputDouble();
    const { keys, restore } = read(input);
    input.type('A9\r');
    input.type('\u007f');
    input.type('\u0015');
    input.type('\u001b');
    input.type('\u0001');
    expect(keys).toEqual(['A', '9', 'enter', 'backspace', 'clear', 'escape']);
    restore();
  });

  test('leave Ctrl-C its meaning', () => {
    const input = new InputDouble();
    const { keys, restore } = read(input);
    input.type('\u0003');
    expect(keys).toEqual(['interrupt']);
    restore();
  });

  test('aren’t taken out of arrows and the like', () => {
    const input = new InputDouble();
    const { keys, restore } = read(input);
    input.type('\u001b[C');
    input.type('\u001bOP');
    expect(keys).toEqual([]);
    restore();
  });

  test('give the terminal back as it was', () => {
    const input = new InputDouble();
    const listeners = process.listenerCount('exit');
    const { keys, restore } = read(input);
    restore();
    restore();
    expect(input).toMatchObject({ raw: false, flowing: false });
    expect(process.listenerCount('exit')).toBe(listeners);
    input.type('c');
    expect(keys).toEqual([]);
  });

  test('are not read from anything but a terminal', () => {
    const input = Object.assign(new InputDouble(), { isTTY: false });
    const { restore } = read(input);
    expect(input.raw).toBe(false);
    restore();
  });
});
