import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
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
}

export async function describeCore(core: InstalledCore): Promise<CoreDescription> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(core.path), hash);
  const sha256 = hash.digest('hex');
  const installed = await readRecord(core.path);
  const unchanged = installed && installed.sha256 === sha256;
  return { name: core.name, path: core.path, sha256, unchanged, installed, info: core.info };
}

/** Lines for people: a label and its value. */
export function descriptionLines({
  name,
  path,
  sha256,
  unchanged,
  installed,
  info,
}: CoreDescription): string[] {
  const rows: [string, string | undefined][] = [
    ['Core', info?.displayName ?? name],
    ['System', info?.systemName],
    ['Version', info?.version],
    ['Licence', info?.license],
    ['Plays', info?.extensions.join(' ')],
    ['Library', path],
    ['SHA-256', sha256],
    ['Built', installed && `${installed.built}, from ${installed.source}`],
    ['State', unchanged === false ? 'the library was changed after it was installed' : undefined],
    [
      'Needs',
      info?.requiredHardwareApi && `${info.requiredHardwareApi}, which cloudgame can't give to a core`,
    ],
    ...(info?.firmware ?? []).map((firmware): [string, string] => [
      'Firmware',
      `${firmware.description}${firmware.optional ? ', not required' : ''}`,
    ]),
  ];
  return rows.flatMap(([label, value]) => (value ? [`${label.padEnd(10)}${value}`] : []));
}
