import type { ChalkInstance } from 'chalk';
import { CloudgameError, EXIT_CODES } from '../errors.js';
import { printable, wrapWords } from './text-width.js';

/** A failure as its user is told of it. */
export interface Failure {
  /** What happened and why. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  readonly exitCode: number;
  /** Where in the program, for what nobody expected. */
  readonly stack?: string;
}

/** What oclif throws for a command line that it can't read. */
interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number };
}

/** Sorts whatever was thrown: worded failures, wrong command lines, and what nobody expected. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CloudgameError) {
    return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  }
  if (!(error instanceof Error)) return unexpected(String(error));
  if ((error as OclifError).oclif?.exit !== undefined) {
    return {
      message: oclifMessage(error.message),
      hint: 'Add --help to see how it is used.',
      exitCode: EXIT_CODES.usage,
    };
  }
  return { ...unexpected(error.message), ...(error.stack === undefined ? {} : { stack: error.stack }) };
}

/** Words a failure for people: what happened and why, then what to do. */
export function describeFailure(failure: Failure, columns: number, colours: ChalkInstance): string {
  const [first = '', ...more] = `Error: ${failure.message}`
    .split('\n')
    .flatMap((line) => wrapWords(printable(line), columns));
  return [
    first.replace(/^Error:/, colours.red.bold('Error:')),
    ...more,
    ...wrapWords(printable(failure.hint), columns),
    ...(failure.stack === undefined ? [] : [colours.dim(failure.stack)]),
  ].join('\n');
}

function unexpected(message: string): Failure {
  return {
    message: `Something unexpected happened: ${message}`,
    hint: 'This is a fault of cloudgame: please report it with the text below and what you did.',
    exitCode: EXIT_CODES.unexpected,
  };
}

/** Its messages have an appendix that names `--help` and stand on several lines. */
function oclifMessage(message: string): string {
  const text = message.replace(/\n?See more help with --help\s*$/, '').trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
