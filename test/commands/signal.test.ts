import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hostEvent } from '../../src/host/events.js';
import { Door } from '../../src/signalling/door.js';
import { runCloudgame } from './run-cloudgame.js';

async function occupyPort(): Promise<number> {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  return (other.address() as AddressInfo).port;
}

describe('cloudgame signal', () => {
  test('is a server at which a host can open its door, until Ctrl-C', async () => {
    const run = runCloudgame(
      'signal',
      '--port',
      '0',
      '--path',
      'meet',
      '--key',
      'friends',
      '--listen',
      '127.0.0.1',
    );
    const [url] = await run.lines(1);
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/meet\/\?key=friends$/);
    const door = new Door({
      url: url!,
      fingerprint: new Uint8Array(32),
      peerToken: 'the-host-token',
      onOffer: () => {},
    });
    onTestFinished(() => door.close());
    expect(await door.waitUntilOpen(10_000)).toEqual({ kind: 'open' });
    run.child.kill('SIGINT');
    expect(await run.exit()).toBe(130);
    expect(run.stdout).toBe(`${url}\n`);
    expect(run.stderr).toContain(`cloudgame host --signal "${url}"`);
  });

  test('prints events for scripts, and nothing else on standard output', async () => {
    const run = runCloudgame('signal', '--port', '0', '--listen', '127.0.0.1', '--json');
    await run.lines(1);
    run.child.kill('SIGTERM');
    expect(await run.exit()).toBe(130);
    const events = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => v.parse(hostEvent, JSON.parse(line)));
    expect(events.map(({ event }) => event)).toEqual(['signalling-ready', 'closed']);
    expect(events[0]).toMatchObject({ pid: run.child.pid });
    expect(events[1]).toMatchObject({ exitCode: 130 });
  });

  test('says that a port is taken and what to do, with the exit code of the network', async () => {
    const port = String(await occupyPort());
    const run = runCloudgame('signal', '--port', port, '--listen', '127.0.0.1');
    expect(await run.exit()).toBe(6);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`Error: Port ${port} is taken by another program.\n`);
    expect(run.stderr).toContain('name another port with --port');
  });

  test('says so to scripts as well', async () => {
    const port = String(await occupyPort());
    const run = runCloudgame('signal', '--port', port, '--listen', '127.0.0.1', '--json');
    expect(await run.exit()).toBe(6);
    expect(v.parse(hostEvent, JSON.parse(run.stdout))).toMatchObject({
      event: 'closed',
      reason: `Port ${port} is taken by another program.`,
      exitCode: 6,
    });
  });

  test.each([
    [['signal', '--bogus'], 'Error: Nonexistent flag: --bogus.'],
    [['signal', '--port', 'x'], 'Expected an integer but received: x.'],
    [['signall'], 'Error: command signall not found.'],
  ])('%j is a usage error', async (args, message) => {
    const run = runCloudgame(...args);
    expect(await run.exit()).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain('Add --help to see how it is used.');
  });

  test('ends after its help with exit code 0', async () => {
    const run = runCloudgame('signal', '--help');
    expect(await run.exit()).toBe(0);
    expect(run.stdout).toContain('USAGE');
  });
});
