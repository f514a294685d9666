import { Errors } from '@oclif/core';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { CloudgameError, EXIT_CODES, type FailureKind } from '../../src/errors.js';
import { describeFailure, failureOf } from '../../src/terminal/failure.js';

const PLAIN = new Chalk({ level: 0 });

describe('a failure', () => {
  test.each(Object.entries(EXIT_CODES))('of the kind %s ends with exit code %i', (kind, exitCode) => {
    const failure = failureOf(new CloudgameError(kind as FailureKind, 'It broke.', 'Mend it.'));
    expect(failure).toEqual({ message: 'It broke.', hint: 'Mend it.', exitCode });
    expect(describeFailure(failure, 80, PLAIN)).toBe('Error: It broke.\nMend it.');
  });

  test('of the command line is one of usage, with a word on help', () => {
    const failure = failureOf(new Errors.CLIError('Nonexistent flag: --x\nSee more help with --help'));
    expect(failure).toEqual({
      message: 'Nonexistent flag: --x.',
      hint: 'Add --help to see how it is used.',
      exitCode: 2,
    });
  });

  test('that nobody expected shows where it was', () => {
    const failure = failureOf(new TypeError('x is undefined'));
    expect(failure.exitCode).toBe(1);
    const text = describeFailure(failure, 80, PLAIN);
    expect(text).toMatch(/^Error: Something unexpected happened: x is undefined\n/);
    expect(text).toContain('failure.test.ts');
    expect(failureOf('thrown text').exitCode).toBe(1);
  });

  test('can’t steer the terminal with a foreign name in it', () => {
    const failure = failureOf(new CloudgameError('game', 'No file "\u001b[2J".', 'Look\u0007.'));
    expect(describeFailure(failure, 80, PLAIN)).toBe('Error: No file "".\nLook .');
  });
});
