import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/package-root.js';

const SOURCE = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'input-core.c');

/** Where the core keeps what it was told, in 16-bit words of its save RAM. */
const FIELDS = [
  ...['mouseX', 'mouseY', 'mouseButtons', 'wheel'],
  ...['pointerX', 'pointerY', 'pointerPressed', 'pointerOff'],
  ...['gunX', 'gunY', 'gunOff', 'gunTrigger', 'gunReload'],
  ...['stickX', 'triggerL2', 'keyA', 'keyEvents'],
] as const;
const FIRST_KEY_EVENT = FIELDS.length;
const DISC_FIELDS = [
  'disc',
  'ejected',
  'openSteps',
  'insertions',
  'port1',
  'port2',
  'discMark',
  'runs',
] as const;

export type Told = Record<(typeof FIELDS)[number] | (typeof DISC_FIELDS)[number], number> & {
  /** Of the last eight keys: down, code, character, modifiers. */
  readonly keys: readonly (readonly number[])[];
};

/** The libretro core that shows its inputs, built for the tests of a file. */
export function buildInputCore(): {
  readonly library: string;
  /** A game for it. @param devices - letters of what it asks for. */
  game(devices: string): string;
  /** A list of such games. @param discs - what each has in its file, the first one the devices. */
  list(discs: readonly string[]): string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgame-inputs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const library = join(folder, 'inputs_libretro.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-o', library, SOURCE]);
  return {
    library,
    game(devices) {
      const path = join(folder, `${devices}.inputs`);
      writeFileSync(path, devices);
      return path;
    },
    list(discs) {
      const files = discs.map((content, index) => {
        writeFileSync(join(folder, `side ${index + 1}.inputs`), content);
        return `side ${index + 1}.inputs${index === 1 ? '|The other side' : ''}`;
      });
      const path = join(folder, 'Two Sides.m3u');
      writeFileSync(path, `#EXTM3U\r\n${files.join('\r\n')}\r\n`);
      return path;
    },
  };
}

/** Reads the core's save RAM. */
export function readTold(saveRam: Buffer): Told {
  const word = (index: number) => saveRam.readInt16LE(2 * index);
  const keyEvents = word(FIELDS.indexOf('keyEvents'));
  const named = (names: readonly string[], first: number) =>
    Object.fromEntries(names.map((name, index) => [name, word(first + index)]));
  const keys = Array.from({ length: Math.min(8, keyEvents) }, (_, event) =>
    Array.from({ length: 4 }, (_, part) => word(FIRST_KEY_EVENT + 4 * event + part)),
  );
  return {
    ...named(FIELDS, 0),
    ...named(DISC_FIELDS, FIRST_KEY_EVENT + 32),
    keys,
  } as unknown as Told;
}
