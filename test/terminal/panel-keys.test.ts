import { describe, expect, test } from 'vitest';
import { PANEL_KEYS, PanelKeys } from '../../src/terminal/panel-keys.js';
import { CHOICE, QUIET } from './example-host.js';

const VIEW = { choice: CHOICE, stats: QUIET };

/** What the last of some keys leads to. */
function press(keys: string, view: Parameters<PanelKeys['press']>[1] = VIEW) {
  const panel = new PanelKeys();
  return [...keys].map((key) => panel.press(key, view)).at(-1);
}

describe('the keys of the panel', () => {
  test.each([
    ['p', { kind: 'pause' }],
    ['.', { kind: 'advance' }],
    ['s1', { kind: 'save', slot: 1 }],
    ['l9', { kind: 'load', slot: 9 }],
    ['u', { kind: 'undo' }],
    ['b', { kind: 'rewind', on: true }],
    ['rr', { kind: 'reset' }],
    ['f', { kind: 'speed', speed: 2 }],
    ['-', { kind: 'speed', speed: 0.5 }],
    ['sxp', { kind: 'pause' }],
  ])('%s asks for %j', (keys, action) => {
    expect(press(keys)).toEqual({ kind: 'act', action });
  });

  test.each(['s0', 'sx', 'l ', 'rx', 'r1', 'z', '3'])('%s does nothing', (keys) => {
    expect(press(keys)).toEqual({ kind: 'none' });
  });

  test('end what they began', () => {
    const paused = { ...VIEW, stats: { ...QUIET, state: 'paused' } as const };
    expect(press('p', paused)).toEqual({ kind: 'act', action: { kind: 'resume' } });
    const rewinding = { ...VIEW, choice: { ...CHOICE, rewinding: true } };
    expect(press('b', rewinding)).toEqual({ kind: 'act', action: { kind: 'rewind', on: false } });
    const fastest = { ...VIEW, choice: { ...CHOICE, speed: 'max' } as const };
    expect(press('f', fastest)).toEqual({ kind: 'act', action: { kind: 'speed', speed: 1 } });
    expect(press('-', fastest)).toEqual({ kind: 'act', action: { kind: 'speed', speed: 1 } });
  });

  test('put in one disc after the other', () => {
    const discs = { ...CHOICE, rights: ['disc'], discs: ['1', '2'] } as const;
    const view = (disc: number) => ({
      ...VIEW,
      choice: { ...discs, rights: [...discs.rights], discs: [...discs.discs], disc },
    });
    expect(press('d', view(0))).toEqual({ kind: 'act', action: { kind: 'disc', disc: 1 } });
    expect(press('d', view(1))).toEqual({ kind: 'act', action: { kind: 'disc', disc: 0 } });
  });

  test('type a cheat, in which they mean nothing else', () => {
    const cheats = [{ code: 'SXIOPO', on: true }];
    const view = { ...VIEW, choice: { ...CHOICE, cheats } };
    const panel = new PanelKeys();
    const pressed = (...keys: string[]) => keys.map((key) => panel.press(key, view)).at(-1);
    expect(pressed('G')).toMatchObject({ kind: 'ask', text: expect.stringMatching(/SXIOPO.*> _$/) });
    expect(pressed('q', 'P')).toMatchObject({ kind: 'ask', text: expect.stringMatching(/> qP_$/) });
    expect(pressed('enter')).toEqual({ kind: 'act', action: { kind: 'cheat', code: 'qP', change: 'on' } });
    expect(pressed('g', '1', 'enter')).toEqual({
      kind: 'act',
      action: { kind: 'cheat', code: 'SXIOPO', change: 'off' },
    });
    expect(pressed('g', '7', 'enter')).toEqual({ kind: 'say', text: 'There is no cheat 7.' });
    expect(pressed('g', '1', 'escape')).toEqual({ kind: 'none' });
    expect(pressed('g', 'enter')).toEqual({ kind: 'none' });
    expect(pressed('Q')).toEqual({ kind: 'quit' });
  });

  test('say which slots are filled, and since when', () => {
    const savedAtMs = new Date(2026, 0, 31, 12, 34).getTime();
    const choice = { ...CHOICE, slots: [{ slot: 2, savedAtMs }] };
    expect(press('l', { ...VIEW, choice })).toEqual({
      kind: 'ask',
      text: 'Load which slot, 1 to 9? Filled: 2 (01-31 12:34).',
    });
  });

  test('do nothing that the core can’t', () => {
    const view = { ...VIEW, choice: { ...CHOICE, rights: [] } };
    for (const { key, needs } of PANEL_KEYS) {
      if (needs) expect(press(key, view)).toEqual({ kind: 'none' });
    }
    expect(press('?', view)).toEqual({ kind: 'help' });
  });
});
