import * as v from 'valibot';
import { combination } from '../../../src/bench/report/combination.js';
import { distribution, MOST_SAMPLES } from '../../../src/bench/report/distribution.js';
import { benchResult } from '../../../src/bench/report/result.js';

const INTRODUCTION = `# The result of a benchmark

\`cloudgame bench --json\` prints one JSON object on standard output (UTF-8, one line) when it has measured everything, and nothing
else there. Everything for people goes to standard error.

    cloudgame bench --json > result.json
    jq '.summary[] | {browser: .combination.browser, p50: .inputToPhotonMs.p50}' result.json

A name says the unit: \`Ms\` milliseconds, \`Bps\` bits per second, \`Bytes\` bytes, \`Db\` decibels, \`Share\` a part of 1; all others
are counts, or numbers without a unit. What was not measured is not there: browsers don’t tell everything. A field with a \`?\` may be missing.

A later version of the program may add fields: ignore those that you don’t know. Fields are not taken away, nor given another
meaning, without another \`version\`.

This page is checked against the program by its tests.
`;

const DISTRIBUTION_NOTES = `Percentiles are nearest-rank: the pth is the least sample that at least p of 100 samples don’t exceed. It is always a sample that was
measured, nothing between two; with fewer than 100 samples the 99th percentile is the greatest. In \`summary\` each figure is the
median over the runs of that figure, without \`samples\`. Times are rounded to a microsecond, and at most ${MOST_SAMPLES} samples are written
down; the figures are of all.
`;

/** What a page of fields needs to know of a schema. */
interface SchemaNode {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly wrapped?: SchemaNode;
  readonly value?: SchemaNode;
  readonly item?: SchemaNode;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  /** The schema itself first, then what is asked of its values. */
  readonly pipe?: readonly SchemaNode[];
}

/** Parts with a table of their own, which others point to. */
const PARTS = new Map<unknown, string>([
  [distribution.entries, 'distribution'],
  [combination.entries, 'combination'],
]);

function typeOf(node: SchemaNode): string {
  const part = PARTS.get(node.entries);
  if (part !== undefined) return `[${part}](#${part})`;
  switch (node.type) {
    case 'optional':
      return typeOf(node.wrapped!);
    case 'nullable':
      return `${typeOf(node.wrapped!)} or null`;
    case 'array':
      return `list of ${typeOf(node.item!)}`;
    case 'record':
      return 'object by name';
    case 'literal':
      return `\`${JSON.stringify(node.literal)}\``;
    case 'picklist':
      return node.options!.map((option) => `\`${JSON.stringify(option)}\``).join(', ');
    case 'boolean':
      return '`true`, `false`';
    case 'string':
      return 'text';
    case 'number':
      return isWhole(node) ? 'whole number' : 'number';
    default:
      return node.type;
  }
}

function isWhole({ type, pipe = [] }: SchemaNode): boolean {
  return type === 'safe_integer' || pipe.some((part) => part.pipe !== pipe && isWhole(part));
}

/** The fields below a node, parts that have their own table left out. */
function rowsOf(node: SchemaNode, path: string): string[] {
  if (node.wrapped !== undefined) return rowsOf(node.wrapped, path);
  if (node.item !== undefined) return rowsOf(node.item, `${path}[]`);
  if (node.value !== undefined) return rowsOf(node.value, `${path}.*`);
  if (node.entries === undefined || (path !== '' && PARTS.has(node.entries))) return [];
  return Object.entries(node.entries).flatMap(([name, field]) => {
    const full = path === '' ? name : `${path}.${name}`;
    const optional = field.type === 'optional' ? '?' : '';
    return [
      `| \`${full}\`${optional} | ${typeOf(field)} | ${descriptionOf(field)} |`,
      ...rowsOf(field, full),
    ];
  });
}

function descriptionOf(node: SchemaNode): string {
  const own = v.getDescription(node as unknown as v.GenericSchema);
  if (own !== undefined) return own;
  return node.wrapped === undefined ? '' : descriptionOf(node.wrapped);
}

function table(node: SchemaNode): string {
  return `| field | type | meaning |\n| --- | --- | --- |\n${rowsOf(node, '').join('\n')}\n`;
}

/** The whole text of docs/bench-json.md. */
export function benchJsonDocument(): string {
  const { runs, summary, assertions, comparison, ...rest } = benchResult.entries;
  const { combination: settings, repeats, ...measured } = summary.item.entries;
  const runOnly = Object.fromEntries(
    Object.entries(runs.item.entries).filter(([name]) => !(name in measured)),
  );
  const lists = Object.entries({ run: runs, summary })
    .map(([name, list]) => {
      const field = name === 'run' ? 'runs' : name;
      return `| \`${field}\` | list of [${name}](#${name}) | ${descriptionOf(list as SchemaNode)} |`;
    })
    .join('\n');
  return [
    INTRODUCTION,
    `## result\n\n${table(v.object({ ...rest, assertions, comparison }) as SchemaNode)}${lists}\n`,
    `## combination\n\nWhat was set. \`--assert '[codec=h264] …'\` takes these names.\n\n${table(combination as SchemaNode)}`,
    `## run\n\n${table(v.object(runOnly) as SchemaNode)}\nand everything that is [measured](#measured).\n`,
    `## summary\n\n${table(v.object({ combination: settings, repeats }) as SchemaNode)}\nand everything that is [measured](#measured).\n`,
    `## measured\n\nWhat a run and a summary hold. \`--assert\` takes the paths of all numbers here; \`*\` is any name that is there.\n\n${table(v.object(measured) as SchemaNode)}`,
    `## distribution\n\n${DISTRIBUTION_NOTES}\n${table(distribution as SchemaNode)}`,
  ].join('\n');
}
