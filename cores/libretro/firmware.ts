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

/** What a core's `.info` file calls necessary and the system folder lacks. */
export function missingFirmware(library: string, systemFolder: string): Firmware[] {
  const info = readInfo(library);
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
  for (let index = 0; index < Number(fields.get('firmware_count') ?? 0); index++) {
    const path = fields.get(`firmware${index}_path`);
    if (path === undefined || fields.get(`firmware${index}_opt`) === 'true') continue;
    required.push({ path, description: fields.get(`firmware${index}_desc`) ?? path });
  }
  return required;
}

function readInfo(library: string): string | undefined {
  const name = `${basename(library, extname(library))}.info`;
  for (const folder of [dirname(library), INFO_FOLDER]) {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      // Not here, or not for this process to read.
    }
  }
  return undefined;
}
