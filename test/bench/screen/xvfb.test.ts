import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseKeyName } from '../../../src/bench/screen/key-names.js';
import { Probe } from '../../../src/bench/screen/probe.js';
import { startWindowManager } from '../../../src/bench/screen/window-manager.js';
import { Xvfb } from '../../../src/bench/screen/xvfb.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';

const SIZE = { width: 320, height: 240 };
const BUILT = join(PACKAGE_ROOT, 'dist', 'src', 'bench', 'screen', 'xvfb.js');

afterEach(() => void vi.unstubAllEnvs());

async function startScreen(): Promise<Xvfb> {
  const screen = await Xvfb.start(SIZE);
  onTestFinished(() => screen.close());
  return screen;
}

function startProbe(environment: Readonly<Record<string, string>>): Probe {
  const probe = new Probe(environment);
  onTestFinished(() => probe.close());
  return probe;
}

/** Resolves when the server of a display is gone. */
async function serverEnd(display: string): Promise<void> {
  const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
  socket.on('error', () => {});
  await once(socket, 'close');
}

test('says what to install where there is no Xvfb', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(Xvfb.start(SIZE)).rejects.toMatchObject({
    message: expect.stringContaining('needs Xvfb'),
    hint: expect.stringContaining('apt-get install xvfb'),
  });
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('gives every screen a display of its own, and takes all of it away at the end', async () => {
    const [one, other] = await Promise.all([startScreen(), startScreen()]);
    expect(one.environment.DISPLAY).toMatch(/^:\d+$/);
    expect(other.environment.DISPLAY).not.toBe(one.environment.DISPLAY);
    const ended = serverEnd(one.environment.DISPLAY);
    await Promise.all([one.close(), one.close()]);
    await ended;
    expect(existsSync(one.folder)).toBe(false);
  });

  test('says why a server does not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cg-xvfb-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'Xvfb'), '#!/bin/sh\necho "no room for a screen" >&2; exit 1\n', {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    await expect(Xvfb.start(SIZE)).rejects.toThrow("Xvfb doesn't start: no room for a screen");
  });

  test('lets in only who has the cookie', async () => {
    const { environment } = await startScreen();
    const point = { x: 1, y: 1 };
    await expect(startProbe(environment).ask('click', point)).resolves.toBeNull();
    const stranger = startProbe({ ...environment, XAUTHORITY: '/dev/null' });
    await expect(stranger.ask('click', point)).rejects.toThrow('refuses the connection');
  });

  test('has a window manager on it where one is installed', async () => {
    const screen = await startScreen();
    expect(await startWindowManager(screen)).toBe('openbox');
    vi.stubEnv('PATH', '/nowhere');
    expect(await startWindowManager(screen)).toBeNull();
  });

  test('ends with the process that started it, however that ends', async () => {
    const script = `
      const { Xvfb } = await import(${JSON.stringify(BUILT)});
      process.stdout.write((await Xvfb.start(${JSON.stringify(SIZE)})).environment.DISPLAY);
      setInterval(() => {}, 1000);
    `;
    const parent: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [display] = await once(parent.stdout!, 'data');
    const ended = serverEnd(String(display));
    parent.kill('SIGKILL');
    await ended;
  });

  test('tells whoever waits for the probe that the screen is gone', async () => {
    const screen = await startScreen();
    const probe = startProbe(screen.environment);
    await probe.ask('click', { x: 1, y: 1 });
    const found = probe.ask('find', { key: parseKeyName('x'), timeoutMs: 20_000 });
    const failed = expect(found).rejects.toThrow('The process that reads the screen has ended.');
    await screen.close();
    await failed;
    await expect(probe.ask('click', { x: 1, y: 1 })).rejects.toThrow('has ended');
  });

  test('finds nothing on a screen that answers to no key', async () => {
    const probe = startProbe((await startScreen()).environment);
    expect(await probe.ask('find', { key: parseKeyName('x'), timeoutMs: 0 })).toBeNull();
  });

  test('reads pixels from shared memory, and through the connection where there is none', async () => {
    const given = { key: parseKeyName('x'), pixel: { x: 5, y: 5 }, presses: 0 };
    const probe = startProbe((await startScreen()).environment);
    expect(await probe.ask('measure', given)).toMatchObject({ reads: 'shared-memory', isStill: true });

    const args = ['-displayfd', '3', '-screen', '0', '320x240x24', '-extension', 'MIT-SHM'];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void server.kill());
    const [display] = await once(server.stdio[3]!, 'data');
    const other = startProbe({ DISPLAY: `:${String(display).trim()}` });
    expect(await other.ask('measure', given)).toMatchObject({ reads: 'x-protocol', isStill: true });
  });
});
