import * as v from 'valibot';
import { transportKind, videoCodec } from '../../protocol/control-message.js';
import { count, text } from './fields.js';

/** What is set for a run: runs with the same combination repeat each other, in one file and across files. */
export const combination = v.object({
  game: text('The game that was played: `test-pattern`, or the title of a ROM.'),
  core: v.optional(text('Name of the core that played it.')),
  codec: v.pipe(videoCodec, v.description('Codec of the picture.')),
  transport: v.pipe(
    v.picklist(['auto', ...transportKind.options]),
    v.description('Transport of the picture that was asked for; with `auto` the host chooses.'),
  ),
  viewers: v.pipe(count('Viewers, the measuring one included.'), v.minValue(1)),
  sessions: v.optional(
    v.pipe(count('Hosts side by side, each with viewers of its own; 1 where it isn’t there.'), v.minValue(1)),
  ),
  size: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,4}x[1-9]\d{0,4}$/),
      v.description('Pixels of the test pattern’s picture, where that was chosen: `640x480`.'),
    ),
  ),
  network: text('Profile of the network, as `--network` names it; `none`: no relay in between.'),
  browser: text('The browser that measured: `chromium`, `firefox`, or the name of another.'),
  securePage: v.pipe(
    v.boolean(),
    v.description('Whether the page was a secure context, as on localhost or https.'),
  ),
  presses: v.pipe(
    v.picklist(['isolated', 'mashing']),
    v.description(
      '`isolated`: one player, one press after another; `mashing`: two players press all the time.',
    ),
  ),
  variant: v.optional(
    text('Other settings of the host that differ between runs of one file, such as `--no-early-ticks`.'),
  ),
});
export type Combination = v.InferOutput<typeof combination>;

/** Equal for equal combinations, and only for them. */
export function combinationKey(settings: Combination): string {
  const fields = Object.keys(combination.entries) as (keyof Combination)[];
  return JSON.stringify(fields.map((field) => settings[field] ?? null));
}

/** Runs or others with a combination, those of one combination together, in the order of their first ones. */
export function byCombination<T extends { readonly combination: Combination }>(
  all: readonly T[],
): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = combinationKey(one.combination);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
