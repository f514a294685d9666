import { Errors, run } from '@oclif/core';
import { compileEarly } from '../../cores/early-compiling.js';
import { keepHeapSmall } from '../../cores/small-heap.js';
import { coloursFor } from './colours.js';
import { describeFailure, failureOf } from './failure.js';

/**
 * Runs the command line and ends the process with the command's exit code, whatever timers a library has left.
 *
 * @param entry - URL of a file in the package.
 */
export async function runCommandLine(entry: string): Promise<never> {
  keepHeapSmall();
  compileEarly();
  let exitCode: number;
  try {
    await run(process.argv.slice(2), entry);
    exitCode = Number(process.exitCode ?? 0);
  } catch (error) {
    exitCode = error instanceof Errors.ExitError ? (error.oclif.exit ?? 0) : report(error);
  }
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(exitCode);
}

/** Words what failed before a command was there to do it: an unknown command, for one. */
function report(error: unknown): number {
  const failure = failureOf(error);
  const text = describeFailure(failure, process.stderr.columns ?? 100, coloursFor(process.stderr));
  process.stderr.write(`${text}\n`);
  return failure.exitCode;
}

/** Where pipes are written in the background, ending the process would cut them off. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
