import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/package-root.js';

const SOURCES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'libretro');

export type FixtureCore =
  | 'changes'
  | 'dies'
  | 'escapes'
  | 'graphics-card'
  | 'lies'
  | 'nameless'
  | 'options'
  | 'pixel-formats'
  | 'plain'
  | 'reads-itself'
  | 'strays'
  | 'subsystems';

/** The path of a libretro core that test/fixtures/cores/libretro has the source of; it is built where it isn't yet. */
export function fixtureCore(name: FixtureCore): string {
  const library = join(inject('fixtureCores'), `${name}_libretro.so`);
  if (existsSync(library)) return library;
  const sources = name === 'plain' ? ['plain.c'] : ['plain.c', `${name}.c`];
  // Under a name of its own first: tests in another process may want it at the same time.
  const unfinished = `${library}.${process.pid}`;
  execFileSync('cc', ['-shared', '-fPIC', '-Wall', '-Wextra', '-o', unfinished, ...sources], {
    cwd: SOURCES,
  });
  renameSync(unfinished, library);
  return library;
}
