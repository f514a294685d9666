// Builds everything that the package ships into dist/: the command line and the cores with tsc, the player page with
// Vite, copies of the files that neither of them makes, and the list of commands, with which the command line starts
// without loading all of them. All of it is made in a folder aside and put in its place when it is complete: who runs
// from dist/ meanwhile never meets half a build, and a build that fails leaves the last one.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

// Inside the checkout: what is built imports from its node_modules, and is moved without being copied.
const aside = mkdtempSync(join(root, '.build-'));
try {
  await make(aside);
  replace(join(root, 'dist'), join(aside, 'dist'));
  renameSync(join(aside, 'oclif.manifest.json'), join(root, 'oclif.manifest.json'));
} finally {
  rmSync(aside, { recursive: true, force: true });
}

async function make(folder) {
  const dist = join(folder, 'dist');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), '--outDir', dist], {
    cwd: root,
    stdio: 'inherit',
  });
  await build({
    configFile: join(root, 'web-player', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(dist, 'web-player') },
  });
  const demo = join('cores', 'nes', 'demo', 'demo.nes');
  cpSync(join(root, demo), join(dist, demo));
  // What makes the folder a package, whose commands can be listed.
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  const commandLine = new Plugin({ root: folder, ignoreManifest: true });
  await commandLine.load();
  writeFileSync(join(folder, 'oclif.manifest.json'), JSON.stringify(commandLine.manifest));
}

/** Puts a folder in another's place. No system call that Node knows does it in one go: nothing is there for an instant. */
function replace(old, next) {
  const gone = join(dirname(next), 'gone');
  try {
    renameSync(old, gone);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  renameSync(next, old);
}
