import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/package-root.js';

/** Names what is open from 3 on under descriptors that aren't the shell's own. */
const LIST = 'for n in 3 4 5 9 40; do readlink /proc/self/fd/$n || echo closed; done';

describe.runIf(process.platform === 'linux')('a program that gets only some descriptors', () => {
  it('has none of those that its host got from its own parent', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudgame-descriptors-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'secret');
    const module = pathToFileURL(
      join(PACKAGE_ROOT, 'dist', 'src', 'pipeline', 'core', 'only-these-descriptors.js'),
    );
    const host = `
      import { spawnSync } from 'node:child_process';
      import { withOnlyTheseDescriptors } from '${module}';
      const list = (stdio) => spawnSync('sh', ['-c', ${JSON.stringify(LIST)}], { stdio }).stdout.toString();
      console.log(JSON.stringify({
        all: list(['ignore', 'pipe', 'inherit', 'pipe']).trim().split('\\n'),
        only: withOnlyTheseDescriptors(['ignore', 'pipe', 'pipe', 'pipe'], list).trim().split('\\n'),
      }));`;
    const { stdout } = spawnSync(
      'bash',
      ['-c', `exec "$0" --input-type=module --eval "$1" 40< "$2"`, process.execPath, host, secret],
      { encoding: 'utf8' },
    );
    const pipe = expect.stringMatching(/^(pipe|socket):/);
    expect(JSON.parse(stdout)).toEqual({
      all: [pipe, 'closed', 'closed', 'closed', secret],
      only: [pipe, 'closed', 'closed', 'closed', '/dev/null'],
    });
  });
});
