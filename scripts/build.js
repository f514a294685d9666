// Builds everything that the package ships into dist/: the command line and the cores with tsc, the player page with
// Vite, copies of the files that neither of them makes, and the list of commands, with which the command line starts
// without loading all of them.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { cwd: root, stdio: 'inherit' });
await build({ configFile: join(root, 'web-player', 'vite.config.ts'), logLevel: 'warn' });
cpSync(
  join(root, 'cores', 'nes', 'demo', 'demo.nes'),
  join(root, 'dist', 'cores', 'nes', 'demo', 'demo.nes'),
);

const commandLine = new Plugin({ root, ignoreManifest: true });
await commandLine.load();
writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(commandLine.manifest));
