import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from './find-program.js';
import type { Xvfb } from './xvfb.js';

/** ms; it takes a tenth of a second as a rule. */
const TIME_TO_START = 15_000;

/** New windows get the keys, and so do those that are clicked; no key is kept from them. */
const CONFIGURATION = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard></keyboard>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
</openbox_config>
`;

/**
 * Starts openbox on a screen, where it is installed; it ends with the screen. Firefox gets no keys without a window manager.
 *
 * @returns its name once windows can come; `null` where there is none.
 */
export async function startWindowManager(screen: Xvfb): Promise<'openbox' | null> {
  const program = await findProgram('openbox');
  if (program === undefined) return null;
  const configuration = join(screen.folder, 'openbox.xml');
  await writeFile(configuration, CONFIGURATION);
  const args = ['--sm-disable', '--config-file', configuration, '--startup', 'echo ready'];
  const openbox = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    env: { ...process.env, ...screen.environment },
  });
  const no = () => false;
  const ended = once(openbox, 'close').then(no, no);
  const inTime = { signal: AbortSignal.timeout(TIME_TO_START) };
  const started = once(openbox.stdout, 'data', inTime).then(() => true, no);
  if (!(await Promise.race([started, ended]))) return null;
  openbox.stdout.resume();
  openbox.unref();
  return 'openbox';
}
