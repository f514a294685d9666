import { CloudgameError } from '../errors.js';

/**
 * Reads the texts of `--option`, each `key=value`; of two with one key the later counts.
 *
 * @throws CloudgameError `usage` for one without a key or an equals sign.
 */
export function parseCoreOptions(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map(parse));
}

function parse(text: string): [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
  throw new CloudgameError(
    'usage',
    `--option ${text}: a core's option has the form key=value.`,
    'See what a core has: cloudgame cores info NAME',
  );
}
