import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** A file that a core needs besides the game: a console's BIOS. */
export interface Firmware {
  /** Within the system folder. */
  readonly path: string;
  readonly description: string;
  /** Whether the core plays some games without it: a disc is rarely among them. */
  readonly optional: boolean;
}

/** Where Debian has the cores' `.info` files. A confined core sees no home folder, and may not even ask where it is. */
const INFO_FOLDER = '/usr/share/libretro/info';
/** More than any core has; a count beyond it is damage. */
const MOST_FIRMWARE = 256;

/**
 * What a core's `.info` file names and the system folder lacks, what isn't optional first.
 *
 * @param infoFile - path of that file; without it, it is looked for beside the library and where Debian has it.
 */
export function missingFirmware(library: string, systemFolder: string, infoFile?: string): Firmware[] {
  const info = readInfo(library, infoFile);
  if (info === undefined) return [];
  const missing = namedFirmware(info).filter(({ path }) => !existsSync(join(systemFolder, path)));
  return missing.sort((one, other) => Number(one.optional) - Number(other.optional));
}

/** The firmware that an `.info` file names; lines are `key = "value"`. */
export function namedFirmware(info: string): Firmware[] {
  const fields = new Map<string, string>();
  for (const [, key, quoted, bare] of info.matchAll(/^\s*(\w+)\s*=\s*(?:"([^"]*)"|(\S+))/gm)) {
    fields.set(key!, quoted ?? bare ?? '');
  }
  const named: Firmware[] = [];
  const count = Math.min(Number(fields.get('firmware_count') ?? 0), MOST_FIRMWARE);
  for (let index = 0; index < count; index++) {
    const path = fields.get(`firmware${index}_path`);
    if (path === undefined) continue;
    const optional = fields.get(`firmware${index}_opt`)?.toLowerCase() === 'true';
    named.push({ path, description: fields.get(`firmware${index}_desc`) || path, optional });
  }
  return named;
}

function readInfo(library: string, infoFile: string | undefined): string | undefined {
  const name = `${basename(library, extname(library))}.info`;
  const usual = [dirname(library), INFO_FOLDER].map((folder) => join(folder, name));
  for (const path of infoFile === undefined ? usual : [infoFile]) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Not here, or not for this process to read.
    }
  }
  return undefined;
}
