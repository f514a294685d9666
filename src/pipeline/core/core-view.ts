import { existsSync, realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PACKAGE_ROOT } from '../../package-root.js';
import type { CoreProgram } from './core-program.js';

/** The files and folders that a confined core sees besides the system's programs and libraries. */
export interface CoreView {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** What a core has to see: Node, this package's programs, its own program, and what it says that it reads. */
export async function coreView(program: CoreProgram): Promise<CoreView> {
  const own = program.command === process.execPath ? [] : await programFiles(program.command);
  const reads = [dirname(process.execPath), ...packageFiles(), ...own, ...(program.reads ?? [])];
  return { reads: [...new Set(reads)], writes: program.writes ?? [] };
}

/** A program and what lies beside it, unless it lies where everything of its user does. */
async function programFiles(command: string): Promise<string[]> {
  const paths = [command, await realpath(command).catch(() => command)];
  return paths.map((path) => (isPersonal(dirname(path)) ? path : dirname(path)));
}

/** Whether the home folder or the one for temporary files is in a folder, or is that folder. */
function isPersonal(folder: string): boolean {
  return [homedir(), tmpdir()].some((personal) => !relative(folder, personal).startsWith('..'));
}

/** The built programs and what they import: npm may have put that into any `node_modules` above the package. */
function packageFiles(): string[] {
  const files = [join(PACKAGE_ROOT, 'package.json'), join(PACKAGE_ROOT, 'dist')];
  for (let folder = PACKAGE_ROOT; ; folder = dirname(folder)) {
    files.push(join(folder, 'node_modules'));
    if (dirname(folder) === folder) break;
  }
  // Node imports a package from where its link leads.
  return files.filter((file) => existsSync(file)).flatMap((file) => [file, realpathSync(file)]);
}
