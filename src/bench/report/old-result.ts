import * as v from 'valibot';
import { CloudgameError } from '../../errors.js';
import { printable, truncate } from '../../terminal/text-width.js';
import { type BenchResult, benchResult, RESULT_VERSION } from './result.js';

/** Bytes of a file that is taken at most; a thousand runs are a tenth of it. */
export const MOST_RESULT_BYTES = 256 * 1024 * 1024;

/**
 * Reads a result that an earlier run printed.
 *
 * @param json the file's text; bound its length by `MOST_RESULT_BYTES` before it is read.
 * @param name of the file, for the messages.
 * @throws `CloudgameError` of the kind `usage` for whatever is no result of this version.
 */
export function parseOldResult(json: string, name: string): BenchResult {
  const refuse = (why: string, cause?: unknown) =>
    new CloudgameError(
      'usage',
      `${name} can’t be compared with: ${why}`,
      'Give --compare what `cloudgame bench` of this version printed on standard output.',
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refuse('it is no JSON, or was cut off.', cause);
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || !('runs' in value)) {
    throw refuse('it is no result of the benchmark.');
  }
  if (value.version !== RESULT_VERSION) {
    const version = typeof value.version === 'number' ? ` ${value.version}` : '';
    throw refuse(`it is in another version${version} of the format; this one is ${RESULT_VERSION}.`);
  }
  const checked = v.safeParse(benchResult, value, { abortEarly: true });
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw refuse(truncate(printable(`${v.getDotPath(issue) ?? 'all of it'}: ${issue.message}`), 200));
}
