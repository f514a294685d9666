import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { childOf } from '../child-processes.js';
import { type HostProcess, startCloudgame, startHost } from '../host-process.js';

const CORES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores');

describe('cloudgame host --run-ahead', () => {
  test.each([
    ['2', 'no states', 'has-options.js', 'fixture'],
    ['auto', 'no states', 'has-options.js', 'fixture'],
    ['2', 'states, but doesn’t say that it can be run ahead,', 'python-core.py', 'python-core'],
  ])(
    '%s with a core that has %s says once that it goes on without, be it that the core dies later',
    async (frames, _what, file, name) => {
      const core = join(CORES, file);
      const host = await startHost(['--core', core, '--run-ahead', frames, '--sandbox', 'off']);
      await host.event('warning', ({ message }) => message.includes('run-ahead'));
      process.kill(childOf(host.pid, file).pid, 'SIGKILL');
      await host.event('warning', ({ message }) => message.startsWith('The core was started again.'));
      const restarted = host.events.length;
      await host.event('stats', ({ state, fps }) => state === 'playing' && fps > 0, restarted);
      expect(warningsOfRunAhead(host)).toEqual([
        `The game goes on without run-ahead: the core ${name} can't be taken back to an earlier frame. Another core may do better.`,
      ]);
      host.child.kill('SIGINT');
      expect(await host.ended).toEqual({ code: 130, signal: null });
      expect(host.stderr).toBe('');
    },
  );

  test('tells people the same on standard error, and a pipe still gets its one line', async () => {
    const core = join(CORES, 'has-options.js');
    const host = startCloudgame(['host', '--core', core, '--run-ahead', '2', '--signal', 'embedded']);
    const words = () => host.stderr.replaceAll(/\s+/g, ' ');
    await host.until(() => words().includes('Another core may do better.'), 'the warning');
    await host.until(() => host.stdout.endsWith('\n'), 'the link');
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(words().match(/The game goes on without run-ahead: the core fixture can't/g)).toHaveLength(1);
    expect(host.stdout).toMatch(/^http:\S+\n$/);
  });

  test('can be set in the environment, and taken back by the flag', async () => {
    const core = ['--core', join(CORES, 'has-options.js')];
    const environment = { CLOUDGAME_RUN_AHEAD: '2' };
    const ahead = await startHost(core, { environment });
    await ahead.event('warning', ({ message }) => message.includes('run-ahead'));
    const plain = await startHost([...core, '--run-ahead', '0'], { environment });
    await plain.event('stats', ({ state, fps }) => state === 'playing' && fps > 0);
    expect(warningsOfRunAhead(plain)).toEqual([]);
  });

  test.each(['0', '2', 'auto'])('%s with a core that can be says nothing', async (frames) => {
    const host = await startHost(['--run-ahead', frames]);
    await host.event('stats', ({ state, fps }) => state === 'playing' && fps > 0);
    expect(warningsOfRunAhead(host)).toEqual([]);
    expect(host.stderr).toBe('');
  });
});

function warningsOfRunAhead(host: HostProcess): string[] {
  return host.events.flatMap((event) =>
    event.event === 'warning' && /without run-ahead: the core/.test(event.message) ? [event.message] : [],
  );
}
