import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { childrenOf, type ProcessEntry } from '../child-processes.js';
import { startCloudgame, startHost } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

/** Processes come and go without telling. */
const POLLING = { ...PATIENCE, interval: 10 };

/** A PATH on which bubblewrap is what the text says, a shell script; not there at all without one. */
async function pathWith(bubblewrap?: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'bin');
  await mkdir(folder);
  await symlink(process.execPath, join(folder, 'node'));
  if (bubblewrap !== undefined) await writeFile(join(folder, 'bwrap'), bubblewrap, { mode: 0o755 });
  return folder;
}

/** All that a process started, and what that started in turn. */
function familyOf(pid: number): ProcessEntry[] {
  return childrenOf(pid).flatMap((child) => [child, ...familyOf(child.pid)]);
}

describe('the sandbox of a host', () => {
  test('is Node’s flags where bubblewrap is missing, and the host says what is not enforced', async () => {
    const environment = { PATH: await pathWith() };
    const host = await startHost([], { environment });
    expect(host.ready.sandbox).toMatchObject({
      means: 'permissions',
      enforced: expect.arrayContaining(['reads', 'writes']),
      missing: expect.arrayContaining(['processes']),
      reason: 'bubblewrap (bwrap) is not installed',
    });
    const words = startCloudgame(['demo', '--signal', 'embedded'], { environment });
    await words.until(() => words.stderr.includes('To watch only:'), 'the links for people');
    expect(words.stderr).toMatch(
      /\nSandbox: Node’s permission flags\. .* bubblewrap \(bwrap\) is not installed\.\n/,
    );
  });

  test.each([
    ['missing', undefined, 'bubblewrap (bwrap) is not installed'],
    [
      'forbidden',
      '#!/bin/sh\necho "bwrap: No permissions to create a new namespace." >&2\nexit 1\n',
      'bubblewrap does not work here (No permissions to create a new namespace)',
    ],
  ])('that is required and %s ends the command with the reason', async (_what, script, reason) => {
    const environment = { PATH: await pathWith(script), CLOUDGAME_SANDBOX: 'require' };
    const run = startCloudgame(['demo', '--signal', 'embedded'], { environment });
    expect(await run.ended).toEqual({ code: 3, signal: null });
    const words = run.stderr.replaceAll(/\s+/g, ' ');
    expect(words).toContain(`The core can't be isolated as --sandbox require demands: ${reason}.`);
    expect(words).toContain('With --sandbox auto the game runs without.');
  });

  test('leaves nothing of itself behind where the host is killed', async () => {
    const host = await startHost();
    const family = familyOf(host.pid);
    // In bubblewrap a core has a session of its own, so that the host's process group doesn't hold all of it.
    expect(family.length).toBeGreaterThanOrEqual(host.ready.sandbox.means === 'bubblewrap' ? 5 : 3);
    host.child.kill('SIGKILL');
    await host.ended;
    const isLeft = ({ pid }: ProcessEntry) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await vi.waitFor(() => expect(family.filter(isLeft)).toEqual([]), POLLING);
  });
});
