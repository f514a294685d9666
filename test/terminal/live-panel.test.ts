import { stripVTControlCharacters } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RoomAction } from '../../src/protocol/room-action.js';
import { LivePanel } from '../../src/terminal/live-panel.js';
import { PATIENCE } from '../patience.js';
import { CHOICE, FACTS, QUIET } from './example-host.js';
import { InputDouble, OutputDouble } from './terminal-double.js';

function openPanel(output = new OutputDouble(), copies = true) {
  const input = new InputDouble();
  const copied: string[] = [];
  const calls: string[] = [];
  const view = {
    facts: FACTS,
    stats: QUIET,
    publicDoor: { kind: 'open' } as const,
    choice: CHOICE,
    act: async (action: RoomAction) => {
      calls.push('slot' in action ? `${action.kind} ${action.slot}` : action.kind);
      view.stats = action.kind === 'pause' ? { ...QUIET, state: 'paused' } : QUIET;
      return { done: true, message: `${action.kind} is done.` };
    },
    quit: () => calls.push('quit'),
  };
  const panel = new LivePanel({
    view,
    input,
    output: output as unknown as NodeJS.WriteStream,
    onInterrupt: () => calls.push('interrupt'),
    copy: async (text) => copies && copied.push(text) > 0,
  });
  onTestFinished(() => panel.close());
  return { view, panel, input, output, copied, calls, screen: () => stripVTControlCharacters(output.take()) };
}

describe('the live panel', () => {
  test('is drawn at once and twice a second', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { screen, view } = openPanel();
    expect(screen()).toContain('60.0 fps');
    view.stats = { ...QUIET, fps: 59.5 };
    vi.advanceTimersByTime(500);
    expect(screen()).toContain('59.5 fps');
  });

  test('pauses, goes on, quits and is interrupted by its keys', () => {
    const { input, calls } = openPanel();
    input.type('p');
    input.type('p');
    input.type('q');
    input.type('\u0003');
    expect(calls).toEqual(['pause', 'resume', 'quit', 'interrupt']);
  });

  test('asks for a slot, does what was asked, and says what came of it', async () => {
    const { input, calls, screen } = openPanel();
    input.type('s');
    expect(screen()).toContain('Save to which slot, 1 to 9? All are empty.');
    input.type('3');
    expect(calls).toEqual(['save 3']);
    await vi.waitFor(() => expect(screen()).toContain('save is done.'), PATIENCE);
    input.type('l');
    expect(screen()).toContain('Load which slot, 1 to 9? All are empty.');
    input.type('x');
    expect(screen()).not.toContain('Load which slot');
    expect(calls).toEqual(['save 3']);
  });

  test('has a line for a cheat, and says what came of it', async () => {
    const { input, calls, screen } = openPanel();
    input.type('g');
    expect(screen()).toContain('A code to add; Escape leaves. > _');
    // A terminal hands over what is pasted at once.
    input.type('SXIOPOq');
    input.type('\u007f');
    expect(screen()).toContain('> SXIOPO_');
    input.type('\r');
    expect(calls).toEqual(['cheat']);
    await vi.waitFor(() => expect(screen()).toContain('cheat is done.'), PATIENCE);
    input.type('g');
    input.type('9\r');
    expect(screen()).toContain('There is no cheat 9.');
    expect(calls).toEqual(['cheat']);
  });

  test('says for a moment what others do', () => {
    const { panel, screen } = openPanel();
    panel.say('Player 2 saved to slot 3.');
    expect(screen()).toContain('Player 2 saved to slot 3.');
  });

  test('copies the public link while its door is open', async () => {
    const { input, copied, screen } = openPanel();
    input.type('c');
    await vi.waitFor(() => expect(screen()).toContain('Link copied.'), PATIENCE);
    expect(copied).toEqual([FACTS.links.public]);
  });

  test('shows the link where there is no clipboard', async () => {
    const { input, output } = openPanel(new OutputDouble(), false);
    input.type('c');
    await vi.waitFor(() => expect(output.written).toContain('There is no clipboard here'), PATIENCE);
    expect(output.written).toContain(`${FACTS.links.public}\n`);
  });

  test('shows a QR code where it fits, and says how large the terminal has to be where not', () => {
    const large = openPanel();
    large.input.type('k');
    expect(large.screen()).toMatch(/[█▀▄]{4}/);
    const small = openPanel(new OutputDouble(30, 10));
    small.input.type('k');
    const text = small.screen().replace(/\s+/g, ' ');
    expect(text).toMatch(/The QR code needs a terminal of \d+ columns and \d+ rows\./);
    expect(text).not.toMatch(/[█▀▄]{4}/);
  });

  test('explains its keys on demand', () => {
    const { input, screen } = openPanel();
    screen();
    input.type('h');
    expect(screen()).toContain('end the room and tell the players');
  });

  test('is drawn as a whole where its lines become more or fewer', () => {
    const { input, panel, screen } = openPanel();
    panel.say('Link copied.');
    for (const key of ['h', 'h']) {
      screen();
      input.type(key);
      const lines = screen().trimEnd().split('\n');
      expect(lines.find((line) => line.includes('Snake'))).toBeDefined();
      expect(lines.at(-1)).toContain('Link copied.');
    }
  });

  test('keeps what is printed above it', () => {
    const { panel, output } = openPanel();
    panel.print('The encoder was started again.');
    expect(output.written).toContain('The encoder was started again.\n');
  });

  test('gives the terminal back when it is closed', () => {
    const { panel, input, output } = openPanel();
    panel.close();
    panel.close();
    expect(input.raw).toBe(false);
    expect(output.listenerCount('resize')).toBe(0);
    output.take();
    panel.print('too late');
    expect(output.written).toBe('');
  });
});
