import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { type PanelOptions, type PanelView, renderPanel } from '../../src/terminal/panel.js';
import { textWidth } from '../../src/terminal/text-width.js';
import { BUSY, CHOICE, FACTS, NARROW, QUIET } from './example-host.js';

const PLAIN = new Chalk({ level: 0 });
const DOWN = {
  kind: 'down',
  reason: 'unreachable',
  message: "The signalling server 0.peerjs.com can't be reached: nothing listens there.",
} as const;

function panel(view: Partial<PanelView>, options: Partial<PanelOptions> = {}): string {
  const lines = renderPanel(
    { facts: FACTS, stats: QUIET, publicDoor: undefined, choice: CHOICE, ...view },
    { columns: 80, colours: PLAIN, ...options },
  );
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(options.columns ?? 80);
  return lines.join('\n');
}

describe('the panel', () => {
  test('of a quiet room in 80 columns', () => {
    expect(panel({ publicDoor: { kind: 'open' } })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ○ 1 free  ○ 2 free  ○ 3 free  ○ 4 free
      picture  60.0 fps  1.2 Mb/s  0 dropped
      public   open
      p pause  . frame  s save  l load  u undo  b back  f fast  - slow  g cheats
      r reset  c copy  k QR  q quit  h help"
    `);
  });

  test('of a busy room in 80 columns', () => {
    expect(panel({ stats: BUSY, publicDoor: DOWN })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ● 1 12 ms  ○ 2 free  ● 3 149 ms 5% lost  ○ 4 free  3 watching
      picture  51.3 fps  1.2 Mb/s  17 dropped
      public   The signalling server 0.peerjs.com can't be reached: nothing listens
               there.
      p pause  . frame  s save  l load  u undo  b back  f fast  - slow  g cheats
      r reset  c copy  k QR  q quit  h help"
    `);
  });

  test('of a busy room in 40 columns', () => {
    expect(panel({ stats: BUSY, publicDoor: DOWN }, { columns: 40 })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ● 1 12 ms  ○ 2 free
               ● 3 149 ms 5% lost  ○ 4 free
               3 watching
      picture  51.3 fps  1.2 Mb/s  17 dropped
      public   The signalling server
               0.peerjs.com can't be reached:
               nothing listens there.
      p pause  . frame  s save  l load  u undo
      b back  f fast  - slow  g cheats
      r reset  c copy  k QR  q quit  h help"
    `);
  });

  test('of a busy room in 120 columns', () => {
    expect(panel({ stats: BUSY, publicDoor: { kind: 'opening' } }, { columns: 120 })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ● 1 12 ms  ○ 2 free  ● 3 149 ms 5% lost  ○ 4 free  3 watching
      picture  51.3 fps  1.2 Mb/s  17 dropped
      public   opening …
      p pause  . frame  s save  l load  u undo  b back  f fast  - slow  g cheats  r reset  c copy  k QR  q quit  h help"
    `);
  });

  test('tells who has a coarse picture, and why', () => {
    expect(panel({ stats: NARROW })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ● 1 12 ms  ○ 2 free  ● 3 48 ms  ○ 4 free  1 watching
      picture  60.0 fps  1.2 Mb/s  0 dropped
               1 viewer: vp8 320×240, 60 fps, 1.8 Mb/s
               2 viewers: vp8 240×180, 30 fps, 212 kb/s
      paths    seat 1: nothing heard for 3 s  seat 3: narrow path, 600 kb/s
               a watcher: narrow path, 1.0 Mb/s, packets wait 130 ms
      p pause  . frame  s save  l load  u undo  b back  f fast  - slow  g cheats
      r reset  c copy  k QR  q quit  h help"
    `);
    expect(panel({ stats: NARROW }, { columns: 40 })).toMatchInlineSnapshot(`
      "Snake · snake · vp8
      seats    ● 1 12 ms  ○ 2 free  ● 3 48 ms
               ○ 4 free  1 watching
      picture  60.0 fps  1.2 Mb/s  0 dropped
               1 viewer: vp8 320×240, 60 fps,
               1.8 Mb/s
               2 viewers: vp8 240×180, 30 fps,
               212 kb/s
      paths    seat 1: nothing heard for 3 s
               seat 3: narrow path, 600 kb/s
               a watcher: narrow path, 1.0
               Mb/s, packets wait 130 ms
      p pause  . frame  s save  l load  u undo
      b back  f fast  - slow  g cheats
      r reset  c copy  k QR  q quit  h help"
    `);
  });

  test('tells of a path that is full, and of who gets no picture', () => {
    const [, one] = NARROW.viewers;
    const viewers = [
      { ...one!, capacityBps: null, queueMs: 75, rendition: 0 },
      { ...one!, seat: 2, rendition: null },
    ];
    const text = panel({ stats: { ...NARROW, viewers } });
    expect(text).toContain('seat 3: full path, packets wait 75 ms');
    expect(text).toContain('seat 2: no picture');
    const many = Array.from({ length: 9 }, (_, index) => ({ ...one!, seat: index + 1 }));
    expect(panel({ stats: { ...NARROW, viewers: many } })).toMatch(/seat 6: .*\n? +and 3 more\n/s);
  });

  test('of a paused room with help and a notice in 40 columns', () => {
    const stats = { ...QUIET, state: 'paused' } as const;
    expect(panel({ stats }, { columns: 40, help: true, notice: 'Link copied.' })).toMatchInlineSnapshot(`
      "Snake · snake · vp8  paused 
      seats    ○ 1 free  ○ 2 free  ○ 3 free
               ○ 4 free
      picture  60.0 fps  1.2 Mb/s  0 dropped
      p  pause the game, or go on
      .  play one frame, and pause
      s  then 1 to 9: save to that slot
      l  then 1 to 9: load that slot
      u  take the last load or reset back
      b  rewind, until it is pressed again
      f  faster: 2, 4 times, as fast as can be
      -  slower: a half, a quarter
      g  add, switch or remove cheats
      r  pressed twice: reset the game
      c  copy the link to the clipboard
      k  show the link as a QR code
      q  end the room and tell the players
      h  show or hide this help
      Link copied."
    `);
  });

  test('keeps a long title with strange letters on its line', () => {
    const title = 'スーパー \u001b[31mGame\u001b[0m with a title that is far too long';
    const [line] = panel({ facts: { ...FACTS, title } }, { columns: 40 }).split('\n');
    expect(line).toBe('スーパー Game with a title that is far…');
  });

  test('marks a game that runs slow, but not one that is paused', () => {
    const colours = new Chalk({ level: 1 });
    const slow = panel({ stats: { ...QUIET, fps: 50 } }, { colours });
    expect(slow).toContain(colours.yellow('50.0 fps'));
    const paused = panel({ stats: { ...QUIET, fps: 0, state: 'paused' } }, { colours });
    expect(paused).not.toContain(colours.yellow('0.0 fps'));
  });

  test('says where the game doesn’t simply run, and marks nothing as slow then', () => {
    const colours = new Chalk({ level: 1 });
    const stats = { ...QUIET, fps: 30 };
    for (const [choice, words] of [
      [{ ...CHOICE, speed: 0.5 }, '0.5×'],
      [{ ...CHOICE, speed: 'max' }, 'as fast as can be'],
      [{ ...CHOICE, rewinding: true }, 'rewinding'],
    ] as const) {
      const text = panel({ stats, choice }, { colours });
      expect(text).toContain(words);
      expect(text).not.toContain(colours.yellow('30.0 fps'));
    }
  });

  test('has no keys for what the core can’t do', () => {
    const text = panel({ choice: { ...CHOICE, rights: ['pause'] } });
    expect(text).toContain('p pause  . frame  c copy  k QR  q quit  h help');
  });

  test('says nothing of a public door where none is configured', () => {
    expect(panel({})).not.toContain('public');
  });
});
