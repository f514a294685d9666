import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CoreFirmware, CoreInfo } from './info-file.js';

/** Firmware as it is in a system folder; `other` is a file with another checksum than it should have. */
export interface FirmwareStatus extends CoreFirmware {
  readonly state: 'there' | 'other' | 'missing';
}

/** What a core's system folder is, and what of the core's firmware is there. */
export interface SystemFolder {
  readonly path: string;
  readonly firmware: readonly FirmwareStatus[];
}

/** No console's firmware comes near; a larger file isn't read for its checksum. */
const MAX_FIRMWARE_BYTES = 64 * 2 ** 20;

/**
 * Chooses among system folders the one that has the most of a core's firmware, what it can't do without counting first;
 * the first of equals.
 *
 * @param folders - at least one.
 */
export async function chooseSystemFolder(
  info: CoreInfo | undefined,
  folders: readonly string[],
): Promise<SystemFolder> {
  const candidates = await Promise.all(folders.map((folder) => lookInto(folder, info?.firmware ?? [])));
  return candidates.reduce((best, next) => (worth(next) > worth(best) ? next : best));
}

async function lookInto(path: string, firmware: readonly CoreFirmware[]): Promise<SystemFolder> {
  const states = firmware.map(async (file) => ({
    ...file,
    state: await stateOf(join(path, file.path), file),
  }));
  return { path, firmware: await Promise.all(states) };
}

async function stateOf(path: string, { md5 }: CoreFirmware): Promise<FirmwareStatus['state']> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'there';
    if (!stats.isFile()) return 'missing';
    if (md5 === undefined) return 'there';
    if (stats.size > MAX_FIRMWARE_BYTES) return 'other';
    const hash = createHash('md5');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex') === md5 ? 'there' : 'other';
  } catch {
    return 'missing';
  }
}

function worth({ firmware }: SystemFolder): number {
  const there = firmware.filter(({ state }) => state !== 'missing');
  return there.reduce((sum, { optional }) => sum + (optional ? 1 : firmware.length + 1), 0);
}
