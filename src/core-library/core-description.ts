import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CoreReport, ReportedOption } from './ask-core.js';
import type { SystemFolder } from './firmware-status.js';
import type { CoreInfo } from './info-file.js';
import { type InstallRecord, readRecord } from './install-record.js';
import type { InstalledCore } from './installed-cores.js';

/** All that `cloudgame cores info` tells of an installed core. */
export interface CoreDescription {
  readonly name: string;
  readonly path: string;
  /** Of the library as it is now, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Whether the library is still the one that was installed; `undefined` where cloudgame didn't install it. */
  readonly unchanged: boolean | undefined;
  readonly installed: InstallRecord | undefined;
  readonly info: CoreInfo | undefined;
  /** Where the core looks for its firmware, and what is there. */
  readonly system: SystemFolder;
  /** What the core told of itself; `undefined` where it couldn't. */
  readonly report: CoreReport | undefined;
  /** Why it couldn't. */
  readonly silence: string | undefined;
}

/** What is known of a library without running it. */
export async function describeLibrary(
  core: InstalledCore,
): Promise<Omit<CoreDescription, 'system' | 'report' | 'silence'>> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(core.path), hash);
  const sha256 = hash.digest('hex');
  const installed = await readRecord(core.path);
  const unchanged = installed && installed.sha256 === sha256;
  return { name: core.name, path: core.path, sha256, unchanged, installed, info: core.info };
}

/** Lines for people: labels with their values, then the options. */
export function descriptionLines(description: CoreDescription): string[] {
  const { name, path, sha256, unchanged, installed, info, report, system, silence } = description;
  const rows: [string, string | undefined][] = [
    ['Core', info?.displayName ?? report?.name ?? name],
    ['System', info?.systemName],
    ['Version', report?.version.trim() ?? info?.version],
    ['Licence', info?.license],
    ['Plays', (report?.extensions ?? info?.extensions)?.join(' ')],
    ['Library', path],
    ['SHA-256', sha256],
    ['Built', installed && `${installed.built}, from ${installed.source}`],
    ['State', unchanged === false ? 'the library was changed after it was installed' : undefined],
    [
      'Needs',
      info?.requiredHardwareApi && `${info.requiredHardwareApi}, which cloudgame can't give to a core`,
    ],
    ...system.firmware.map((file): [string, string] => ['Firmware', firmwareWords(file, system.path)]),
  ];
  const head = rows.flatMap(([label, value]) => (value ? [`${label.padEnd(10)}${printable(value)}`] : []));
  return [
    ...head,
    ...(report ? optionLines(report.options) : [`Options   unknown: ${printable(silence ?? '')}`]),
  ];
}

function firmwareWords(
  { path, description, optional, state, md5 }: SystemFolder['firmware'][number],
  folder: string,
): string {
  const how = {
    there: 'there',
    missing: `missing, goes to ${join(folder, path)}`,
    other: `${join(folder, path)} is another file than it should be (MD5 ${md5})`,
  }[state];
  return `${description}${optional ? ', not required' : ''}: ${how}`;
}

/** Options in the order of the core, under the names of their categories. */
function optionLines(options: readonly ReportedOption[]): string[] {
  if (options.length === 0) {
    return ['', 'No options. A core may have some with a game only: cloudgame cores info NAME --game FILE'];
  }
  const categories = [...new Set(options.map((option) => option.category))];
  return [
    '',
    'Options, set with --option key=value (the first value is the default):',
    ...categories.flatMap((category) => [
      ...(category === undefined ? [] : ['', `  ${printable(category)}`]),
      ...options.filter((option) => option.category === category).flatMap(linesOfOption),
    ]),
  ];
}

function linesOfOption({ key, label, description, values }: ReportedOption): string[] {
  const words = values.map((entry) => entry.value + (entry.label === undefined ? '' : ` (${entry.label})`));
  return [
    '',
    `  ${printable(key)}`,
    `    ${printable(label)}`,
    ...(description === undefined ? [] : [`    ${printable(description)}`]),
    `    ${printable(words.join(' | '))}`,
  ];
}

/** What foreign files and programs say, on one line and without what a terminal would obey. */
function printable(words: string): string {
  return words.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
