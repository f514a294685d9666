import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outsideResult } from '../../src/bench/screen/outside-result.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';

/** White while a key is held. */
const PAGE = `<!doctype html>
<body style="background: black">
  <script>
    addEventListener('keydown', () => (document.body.style.background = 'white'));
    addEventListener('keyup', () => (document.body.style.background = 'black'));
  </script>`;

async function servePage(): Promise<string> {
  const server = createServer(
    (_, response) => void response.setHeader('content-type', 'text/html').end(PAGE),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function startBench(...args: string[]): ChildProcess {
  const run = join(PACKAGE_ROOT, 'bin', 'run.js');
  const child = spawn(process.execPath, [run, 'bench', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function endOf(child: ChildProcess) {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code: code as number };
}

test.each([
  ['a page without --screen', ['--url', 'http://127.0.0.1/'], '--screen'],
  [
    'a point that is none',
    ['--screen', '--url', 'http://127.0.0.1/', '--pixel', 'middle'],
    '--pixel can’t be “middle”.',
  ],
  [
    'a report of a page',
    ['--screen', '--url', 'http://127.0.0.1/', '--html', 'x.html'],
    '--html is about a game',
  ],
])('refuses %s', async (_, args, words) => {
  const { code, stderr, stdout } = await endOf(startBench(...args));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('measures any page, tells people on standard error, and programs on standard output', async () => {
    const url = await servePage();
    const { code, stderr, stdout } = await endOf(
      startBench('--screen', '--url', url, '--key', 'space', '--pixel', '500,400'),
    );
    expect(code, stderr).toBe(0);
    const result = v.parse(outsideResult, JSON.parse(stdout));
    expect(result).toMatchObject({ page: url, key: 'space', pixel: { x: 500, y: 400 }, presses: 100 });
    expect(result.samplesMs).toHaveLength(100 - result.lost);
    expect(stderr).toContain('From the key space to the pixel 500,400: p50 ');
  });

  test('ends in order when it is interrupted', async () => {
    const child = startBench('--screen', '--url', await servePage());
    const ended = endOf(child);
    child.stderr!.on('data', (chunk) => String(chunk).includes('Looking') && child.kill('SIGINT'));
    const { code, stdout } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});
