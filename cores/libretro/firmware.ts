import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** A file that a core needs besides the game: a console's BIOS. */
export interface Firmware {
  /** Within the system folder. */
  readonly path: string;
  readonly description: string;
}

/** Where Debian has the cores' `.info` files. A confined core sees no home folder, and may not even ask where it is. */
const INFO_FOLDER = '/usr/share/libretro/info';
/** More than any core has; a count beyond it is damage. */
const MOST_FIRMWARE = 256;

/**
 * What a core's `.info` file calls necessary and the system folder lacks.
 *
 * @param infoFile - path of that file; without it, it is looked for beside the library and where Debian has it.
 */
export function missingFirmware(library: string, systemFolder: string, infoFile?: string): Firmware[] {
  const info = readInfo(library, infoFile);
  if (info === undefined) return [];
  return requiredFirmware(info).filter(({ path }) => !existsSync(join(systemFolder, path)));
}

/** The firmware that an `.info` file doesn't call optional; lines are `key = "value"`. */
export function requiredFirmware(info: string): Firmware[] {
  const fields = new Map<string, string>();
  for (const [, key, quoted, bare] of info.matchAll(/^\s*(\w+)\s*=\s*(?:"([^"]*)"|(\S+))/gm)) {
    fields.set(key!, quoted ?? bare ?? '');
  }
  const required: Firmware[] = [];
  const count = Math.min(Number(fields.get('firmware_count') ?? 0), MOST_FIRMWARE);
  for (let index = 0; index < count; index++) {
    const path = fields.get(`firmware${index}_path`);
    if (path === undefined || fields.get(`firmware${index}_opt`) === 'true') continue;
    required.push({ path, description: fields.get(`firmware${index}_desc`) ?? path });
  }
  return required;
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
