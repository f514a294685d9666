import { Chalk, type ChalkInstance } from 'chalk';

/**
 * Colours for one output stream: none where it is no terminal or `NO_COLOR` is set to anything (no-color.org), whichever
 * flags or variables say otherwise.
 */
export function coloursFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ChalkInstance {
  const wanted = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return new Chalk({ level: wanted ? 1 : 0 });
}
