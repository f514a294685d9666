import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { HostProcess, type HostProcessOptions } from '../host-process.js';

/** `cloudgame` on a terminal of its own. */
export class Terminal {
  readonly process: HostProcess;

  /** Opens it for one test: script(1) makes the terminal, and its own end is that of the program in it. */
  constructor(args: readonly string[], options: HostProcessOptions = {}) {
    const program = [process.execPath, join(PACKAGE_ROOT, 'bin', 'run.js'), ...args].map(quoted).join(' ');
    this.process = new HostProcess([], {
      ...options,
      input: true,
      environment: { TERM: 'xterm', ...options.environment },
      command: ['script', '-qec', `stty cols 100 rows 60; exec ${program}`, '/dev/null'],
    });
    onTestFinished(() => this.process.close());
  }

  /** Everything that was shown so far, without colours. */
  get text(): string {
    return stripVTControlCharacters(this.process.stdout);
  }

  /** Waits until a text is shown that wasn't there at a position. */
  async shows(text: string, from = 0): Promise<void> {
    await this.process.until(() => this.text.slice(from).includes(text), `"${text}" is shown`);
  }

  type(keys: string): void {
    this.process.child.stdin!.write(keys);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
