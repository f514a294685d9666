import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a core that Debian packages (`libretro-…`), whatever the machine's architecture. */
export function debianCore(name: string): string {
  const file = `${name}_libretro.so`;
  for (const architecture of readdirSync('/usr/lib')) {
    const folder = join('/usr/lib', architecture, 'libretro');
    try {
      if (readdirSync(folder).includes(file)) return join(folder, file);
    } catch {
      // No folder of cores, or no folder at all.
    }
  }
  throw new Error(`The core ${name} is not installed.`);
}
