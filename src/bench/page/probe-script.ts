import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../package-root.js';
import { installProbe } from './probe.js';
import { watchSound } from './sound-watch.js';

/** The name under which pages have the probe. */
export const PROBE = 'cloudgameProbe';

/** The text of the probe, to run in a page before its own scripts: the test pattern's own reader goes with it. */
export async function probeScript(): Promise<string> {
  const path = join(PACKAGE_ROOT, 'dist', 'cores', 'test-pattern', 'layout.js');
  const layout = (await readFile(path, 'utf8'))
    .replaceAll(/^export /gm, '')
    .replace(/^\/\/# sourceMappingURL.*$/m, '');
  return `(() => {
    ${layout}
    window.${PROBE} = (${installProbe.toString()})(
      { readFrameNumber, isPatchLit, PATCHES, UNITS_HIGH },
      ${watchSound.toString()},
    );
  })();`;
}
