import { once } from 'node:events';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { hostEvent } from '../../src/host/events.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { childOf, childrenOf, processesOfGroup } from '../child-processes.js';
import { freePort } from '../free-port.js';
import { type HostProcess, startCloudgame, startHost } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
/** Processes come and go without telling. */
const POLLING = { ...PATIENCE, interval: 10 };
const PATTERN = ['host', '--core', 'test-pattern', '--signal', 'embedded'];

describe('cloudgame host for scripts', () => {
  test('prints only events that hold what their schemas say, from ready to closed', async () => {
    const host = await startHost([DEMO]);
    await host.event('stats');
    await host.nextEvent('stats');
    host.child.kill('SIGINT');
    await host.ended;
    const lines = host.stdout.trimEnd().split('\n');
    // Whatever a schema doesn't name would be missing in what it reads.
    for (const line of lines) expect(v.parse(hostEvent, JSON.parse(line))).toEqual(JSON.parse(line));
    const names = host.events.map(({ event }) => event);
    expect(names.length).toBe(lines.length);
    expect(names[0]).toBe('ready');
    expect(names.at(-1)).toBe('closed');
    expect(names.slice(1, -1).every((name) => name === 'stats')).toBe(true);
    expect(host.ready).toMatchObject({
      pid: host.pid,
      game: { title: 'demo', core: 'nes', players: 2 },
      codec: 'vp8',
      encoder: 'libvpx',
    });
    expect(host.stderr).toBe('');
  });

  test.each([
    [[], /^http:\/\/[^/]+:\d+\/v1\/#1\./],
    [['--link', 'local'], /^http:\/\/[^/]+:\d+\/v1\/#1\./],
    [['--link', 'watch'], /^http:\/\/[^/]+:\d+\/v1\/#1\./],
  ])('a pipe gets one line, the link, with %j', async (flags, link) => {
    const host = startCloudgame([...PATTERN, ...flags]);
    const printed = await firstLine(host);
    expect(printed).toMatch(link);
    // The links for people tell which one it is.
    const after = flags[1] === 'watch' ? 'To watch only:' : 'In this network:';
    await host.until(() => host.stderr.includes(`${after}\n  ${printed}\n`), 'the links for people');
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(host.stdout).toBe(`${printed}\n`);
  });
});

describe('the links of a game', () => {
  test('are the same after a restart, and others with --new-link', async () => {
    const home = await temporaryFolder();
    const folder = await temporaryFolder();
    await copyFile(DEMO, join(folder, 'renamed.nes'));
    // One that no other test's host takes in between.
    const first = await startHost([DEMO, '--port', String(await freePort())], { home });
    await first.close();
    // The game is known by what is in the file.
    const second = await startHost(['renamed.nes'], { home, cwd: folder });
    expect(second.ready.links).toEqual(first.ready.links);
    await second.close();
    const third = await startHost([DEMO, '--new-link'], { home });
    expect(third.ready.links.own).not.toBe(first.ready.links.own);
    expect(third.ready.port).toBe(first.ready.port);
    await third.close();
    const fourth = await startHost([DEMO], { home });
    expect(fourth.ready.links).toEqual(third.ready.links);
  });

  test('are others while another host of the same game runs, and the host says why', async () => {
    const home = await temporaryFolder();
    const first = await startHost([], { home });
    const second = await startHost([], { home });
    expect(second.ready.port).not.toBe(first.ready.port);
    expect(second.ready.links.own.split('#')[1]).not.toBe(first.ready.links.own.split('#')[1]);
    expect((await second.event('warning')).message).toBe(
      'Another host of this game is running, so this one gets a link of its own for now.',
    );
  });
});

describe('the end of a host', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it in good order, and leaves no process behind',
    async (signal) => {
      const host = await startHost();
      host.child.kill(signal);
      expect(await host.ended).toEqual({ code: 130, signal: null });
      expect(host.events.at(-1)).toMatchObject({ event: 'closed', reason: 'Interrupted.', exitCode: 130 });
      expect(processesOfGroup(host.pid)).toEqual([]);
    },
  );

  test('a second signal forces it', async () => {
    const host = await startHost();
    // Two different ones, because the kernel makes one of two equal ones that come together.
    host.child.kill('SIGINT');
    host.child.kill('SIGTERM');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(host.events.some(({ event }) => event === 'closed')).toBe(false);
  });

  test('a host that is killed leaves no core and no encoder behind', async () => {
    const host = await startHost();
    const children = childrenOf(host.pid);
    expect(children).toHaveLength(3);
    host.child.kill('SIGKILL');
    await host.ended;
    // They end by themselves when their pipes do.
    await vi.waitFor(() => expect(processesOfGroup(host.pid)).toEqual([]), POLLING);
  });

  test('a signal while a core takes its time to start ends it in order', async () => {
    const core = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'hangs-at-start.js');
    const host = startCloudgame(['host', '--core', core, '--signal', 'embedded', '--json']);
    await vi.waitFor(() => childOf(host.pid, 'hangs-at-start'), POLLING);
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(host.events.at(-1)).toMatchObject({ event: 'closed', exitCode: 130 });
    expect(processesOfGroup(host.pid)).toEqual([]);
  });

  test('a signal while a pipe waits for the public door ends it in order', async () => {
    // It takes connections and never says a word.
    const silent = createServer();
    onTestFinished(() => void silent.close());
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const doors = ['--signal', `ws://127.0.0.1:${port}/`, '--player-url', 'http://localhost:1/'];
    const host = startCloudgame(['host', '--core', 'test-pattern', ...doors]);
    await host.until(() => host.stderr.includes('To watch only:'), 'the links for people');
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(host.stdout).toBe('');
    expect(processesOfGroup(host.pid)).toEqual([]);
  });

  test('a signal while it starts ends it as well', async () => {
    const host = startCloudgame([...PATTERN, '--json']);
    // Its first child is there: it is looking for ffmpeg or starting the core.
    await vi.waitFor(() => expect(childrenOf(host.pid)).not.toEqual([]), POLLING);
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(processesOfGroup(host.pid)).toEqual([]);
  });
});

describe('an ffmpeg that dies in mid-game', () => {
  test('again and again ends the host with words and the exit code of ffmpeg', async () => {
    const host = await startHost();
    const killed = new Set<number>();
    // Each one that takes over is killed as well.
    const timer = setInterval(() => {
      const encoder = childrenOf(host.pid).find(({ commandLine }) => commandLine.includes('libvpx'));
      if (!encoder || killed.has(encoder.pid)) return;
      killed.add(encoder.pid);
      process.kill(encoder.pid, 'SIGKILL');
    }, 20);
    const ending = await host.ended.finally(() => clearInterval(timer));
    expect(ending).toEqual({ code: 4, signal: null });
    const closed = host.events.at(-1);
    expect(closed).toMatchObject({ event: 'closed', exitCode: 4 });
    expect(closed).toHaveProperty(
      'reason',
      expect.stringContaining('The video encoder failed again and again'),
    );
    expect(killed.size).toBeGreaterThan(1);
    expect(processesOfGroup(host.pid)).toEqual([]);
  });

  test('or writes what no encoder writes ends the host in the same way', async () => {
    const ffmpeg = join(await temporaryFolder(), 'ffmpeg');
    const answers = 'case "$*" in *-encoders*|*-version*) exec ffmpeg "$@";; esac';
    await writeFile(ffmpeg, `#!/bin/sh\n${answers}\nexec yes nonsense\n`);
    await chmod(ffmpeg, 0o755);
    const host = startCloudgame([...PATTERN, '--json', '--ffmpeg', ffmpeg]);
    expect(await host.ended).toEqual({ code: 4, signal: null });
    expect(host.events.at(-1)).toMatchObject({
      event: 'closed',
      exitCode: 4,
      reason: expect.stringContaining('not an IVF stream'),
    });
    expect(processesOfGroup(host.pid)).toEqual([]);
  });

  test('once is replaced, and the host goes on', async () => {
    const host = await startHost();
    process.kill(childOf(host.pid, 'libvpx').pid, 'SIGKILL');
    expect((await host.event('warning')).message).toContain('The video encoder was started again.');
    const stats = await host.nextEvent('stats', ({ encoderRestarts }) => encoderRestarts === 1);
    expect(stats.state).toBe('playing');
  });
});

async function firstLine(host: HostProcess): Promise<string> {
  return host.until(() => /^(.*)\n/.exec(host.stdout)?.[1], 'its first line');
}
