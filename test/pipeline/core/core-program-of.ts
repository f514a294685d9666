import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';

/** A fixture core, by its file's name. */
export function fixture(name: string, ...args: string[]): CoreProgram {
  return { command: join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', name), args, name };
}

/** A built-in core, by its name. */
export function builtIn(name: string): CoreProgram {
  return { command: process.execPath, args: [join(PACKAGE_ROOT, 'dist', 'cores', name, 'main.js')], name };
}
