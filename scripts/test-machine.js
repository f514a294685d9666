// Sees to what the tests need and npm doesn't bring: a browser, Debian's ffmpeg beside the packaged one, Python and a C
// compiler, for test cores, and bubblewrap. It installs with apt-get where it may; else it says what to install, and fails.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import koffi from 'koffi';
import { findChromium } from './chromium.js';

const NEEDS = [
  {
    name: 'Chromium',
    isThere: async () => (await findChromium()) !== undefined,
    // Without recommended packages a browser comes without any font.
    packages: ['chromium', 'fonts-liberation'],
  },
  {
    name: 'Firefox',
    isThere: async () => runs('firefox-esr', '--version') || runs('firefox', '--version'),
    packages: ['firefox-esr'],
  },
  { name: 'ffmpeg', isThere: async () => runs('ffmpeg', '-version'), packages: ['ffmpeg'] },
  ...[
    ['nestopia', 'nestopia'],
    ['gambatte', 'gambatte'],
    ['mgba', 'mgba'],
    ['bsnes-mercury-performance', 'bsnes_mercury_performance'],
    ['beetle-pce-fast', 'mednafen_pce_fast'],
    ['beetle-psx', 'mednafen_psx'],
  ].map(([core, file]) => ({
    name: `the libretro core ${core}`,
    isThere: async () => hasLibretroCore(file),
    packages: [`libretro-${core}`],
  })),
  // They show that the homebrew games among the tests are what their sources say.
  { name: 'cc65', isThere: async () => runs('ca65', '--version'), packages: ['cc65'] },
  {
    name: 'the GNU assembler for ARM',
    isThere: async () => runs('arm-none-eabi-as', '--version'),
    packages: ['binutils-arm-none-eabi'],
  },
  { name: 'Python 3', isThere: async () => runs('python3', '--version'), packages: ['python3'] },
  // A compiler without the system's headers builds nothing.
  { name: 'a C compiler', isThere: async () => buildsC(), packages: ['gcc', 'libc6-dev'] },
  // Whether it may work here is another matter, which the tests of the sandbox look at.
  ...(process.platform === 'linux'
    ? [
        { name: 'bubblewrap', isThere: async () => runs('bwrap', '--version'), packages: ['bubblewrap'] },
        // The benchmark that looks at a browser from outside, through an X server.
        { name: 'Xvfb', isThere: async () => isOnPath('Xvfb'), packages: ['xvfb'] },
        { name: 'openbox', isThere: async () => runs('openbox', '--version'), packages: ['openbox'] },
        { name: 'libXtst', isThere: async () => hasLibrary('libXtst.so.6'), packages: ['libxtst6'] },
      ]
    : []),
];

/** Ubuntu's package of Chromium installs a snap, which containers can't run: there Playwright brings the browser. */
const isUbuntu = /^ID(_LIKE)?=.*\bubuntu\b/m.test(readIfThere('/etc/os-release'));
const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright-core')), 'cli.js');

const missing = await findMissing();
if (missing.length > 0) {
  say(`The tests need ${namesOf(missing)}, which this machine lacks.`);
  const asRoot = rootPrefix();
  if (asRoot) install(missing, asRoot);
  const stillMissing = asRoot ? await findMissing() : missing;
  if (stillMissing.length > 0) {
    say(instructions(stillMissing));
    process.exitCode = 1;
  }
}

async function findMissing() {
  const there = await Promise.all(NEEDS.map((need) => need.isThere()));
  return NEEDS.filter((_, index) => !there[index]);
}

/** What to put before a command to run it as root; `undefined` where that, or apt-get, is not to be had. */
function rootPrefix() {
  if (!runs('apt-get', '--version')) return undefined;
  if (process.getuid?.() === 0) return [];
  return runs('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined;
}

function install(needs, asRoot) {
  const packages = packagesOf(needs);
  if (packages.length > 0) {
    say(`Installing ${packages.join(', ')} with apt-get …`);
    const aptGet = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
    // Another apt may be at work, as on a machine that has just been started.
    const waiting = ['-o', 'DPkg::Lock::Timeout=300'];
    run(...aptGet, ...waiting, 'update');
    run(...aptGet, ...waiting, 'install', '-y', '--no-install-recommends', ...packages);
  }
  if (isUbuntu && needs.some(({ name }) => name === 'Chromium')) {
    say('Installing Chromium with Playwright …');
    run(process.execPath, playwright, 'install', '--with-deps', 'chromium');
  }
}

function packagesOf(needs) {
  return needs.flatMap(({ packages }) => packages).filter((name) => !(isUbuntu && name === 'chromium'));
}

function instructions(needs) {
  const lines = [`Install ${namesOf(needs)}, and start the tests again.`];
  const packages = packagesOf(needs);
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (!runs('apt-get', '--version')) {
    const macOs = process.platform === 'darwin';
    lines.push(
      macOs
        ? '  brew install ffmpeg python && xcode-select --install'
        : "Your system's package manager has them.",
    );
  } else if (packages.length > 0) {
    const list = packages.join(' ');
    lines.push(`  ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${list}`);
  }
  if (needs.some(({ name }) => name === 'Chromium')) {
    if (isUbuntu) lines.push('  npx playwright-core install --with-deps chromium');
    lines.push('Google Chrome will do as well. One that is not on the PATH is named by CHROMIUM_PATH.');
    const named = process.env.CHROMIUM_PATH;
    if (named) lines.push(`CHROMIUM_PATH is ${named} now, which does not run.`);
  }
  return lines.join('\n');
}

function namesOf(needs) {
  const names = needs.map(({ name }) => name);
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Whether a program is there and ends well. */
function runs(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** For programs that have no argument with which they only say who they are. */
function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Whether the dynamic linker finds a library. */
function hasLibrary(name) {
  try {
    koffi.load(name);
    return true;
  } catch {
    return false;
  }
}

function buildsC() {
  const program = '#include <stdio.h>\nint main(void) { return 0; }\n';
  const compiler = spawnSync('cc', ['-x', 'c', '-fsyntax-only', '-'], { input: program, timeout: 20_000 });
  return compiler.status === 0;
}

/** Whether Debian's package of a core is installed, on whatever architecture. */
function hasLibretroCore(name) {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders.some((folder) => existsSync(join('/usr/lib', folder, 'libretro', `${name}_libretro.so`)));
}

/** Runs a program in sight of the user; what came of it is looked at afterwards. */
function run(program, ...args) {
  spawnSync(program, args, { stdio: ['ignore', 2, 2] });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
