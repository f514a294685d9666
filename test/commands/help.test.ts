import { describe, expect, test } from 'vitest';
import { startCloudgame } from '../host-process.js';

describe('the help', () => {
  test.each([
    [[]],
    [['bench']],
    [['host']],
    [['demo']],
    [['signal']],
    [['watch']],
    [['player']],
    [['player', 'export']],
    [['library']],
    [['library', 'add']],
    [['library', 'list']],
    [['library', 'remove']],
    [['saves']],
    [['saves', 'list']],
    [['saves', 'export']],
    [['saves', 'import']],
    [['saves', 'remove']],
  ])('of %j is as it was', async (command) => {
    // Lines are broken for the width of a terminal, which a pipe hasn't got.
    const run = startCloudgame([...command, '--help'], { environment: { OCLIF_COLUMNS: '100' } });
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.stderr).toBe('');
    expect(withoutVersion(run.stdout)).toMatchSnapshot();
  });

  test('of a command that isn’t there is a usage error', async () => {
    const run = startCloudgame(['nonesuch', '--help']);
    expect((await run.ended).code).toBe(2);
    expect(run.stderr).toContain('nonesuch');
  });
});

/** What changes from release to release and from machine to machine. */
function withoutVersion(text: string): string {
  return text.replaceAll(/cloudgame\/\S+ \S+ node-v\S+/g, 'cloudgame/VERSION');
}
