import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../src/package-root.js';
import { childOf, processesOfGroup } from './child-processes.js';
import { type HostProcess, startCloudgame } from './host-process.js';

const run = promisify(execFile);

interface PackedFile {
  readonly path: string;
}

interface Tarball {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly files: readonly PackedFile[];
}

let folder: string;
let tarball: Tarball;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cg-package-'));
  // Without scripts, because what is built is what is tested.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: PACKAGE_ROOT,
  });
  [tarball] = JSON.parse(packed.stdout) as [Tarball];
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await copyFile(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'), join(folder, 'copy-of-demo.nes'));
  // What this checkout was installed from is in npm's cache.
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--no-save'];
  await run('npm', ['install', ...flags, join(folder, tarball.filename)], { cwd: folder });
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('holds what runs and what tells how, and is small', () => {
    const paths = tarball.files.map(({ path }) => path);
    const top = new Set(paths.map((path) => path.split('/')[0]));
    // A change log and a read-me come when they are written.
    for (const optional of ['CHANGELOG.md', 'README.md', 'oclif.manifest.json']) top.delete(optional);
    expect([...top].sort()).toEqual(['LICENSE', 'bin', 'cores', 'dist', 'docs', 'package.json']);
    expect(
      new Set(paths.filter((path) => path.startsWith('dist/')).map((path) => path.split('/')[1])),
    ).toEqual(new Set(['src', 'cores', 'web-player']));
    expect(paths.filter((path) => /\.(ts|map|png|s|sh|py|test\.js)$/.test(path))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('cores/'))).toEqual(['cores/PROTOCOL.md']);
    // A fifth of it are the decoders for pages without WebCodecs.
    expect(tarball.size).toBeLessThan(700_000);
  });

  test('hosts the bundled game from where it was installed', async () => {
    await expectToHost(['demo'], 'snake');
  });

  test('hosts a game of the folder in which it is called', async () => {
    await expectToHost(['host', 'copy-of-demo.nes'], 'nes');
  });
});

async function expectToHost(args: readonly string[], core: string): Promise<void> {
  const host = startCloudgame([...args, '--signal', 'embedded', '--json'], {
    cwd: folder,
    command: ['npx', '--no-install', 'cloudgame'],
  });
  const ready = await host.event('ready');
  expect(ready.game.core).toBe(core);
  await expectPage(ready.links.own);
  const program = join(folder, 'node_modules', 'cloudgame', 'dist', 'cores', core, 'main.js');
  expect(childOf(ready.pid, program)).toBeDefined();
  expect(childOf(ready.pid, 'libvpx')).toBeDefined();
  const stats = await host.event('stats', ({ encodedFps }) => encodedFps > 0);
  expect(stats).toMatchObject({ state: 'playing', encoderRestarts: 0, coreRestarts: 0 });
  await expectToEnd(host);
}

/** The page is there with all that it loads. */
async function expectPage(link: string): Promise<void> {
  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  const assets = [...html.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path]) => path!);
  expect(assets.some((path) => path.endsWith('.js'))).toBe(true);
  expect(assets.some((path) => path.endsWith('.css'))).toBe(true);
  for (const path of assets) expect((await fetch(new URL(path, link))).status, path).toBe(200);
}

async function expectToEnd(host: HostProcess): Promise<void> {
  // A terminal sends it to npx and to the host alike.
  host.signalGroup('SIGINT');
  await host.event('closed', ({ exitCode }) => exitCode === 130);
  await host.ended;
  expect(processesOfGroup(host.pid)).toEqual([]);
}
