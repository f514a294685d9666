import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NEUTRAL_INPUT } from '../../../cores/protocol/host-message.js';
import { CloudgameError } from '../../../src/errors.js';
import type { CoreFailure } from '../../../src/pipeline/core/core-failure.js';
import { CoreProcess } from '../../../src/pipeline/core/core-process.js';
import { type CoreProgram, findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { type ConfinedCore, confineCore, PROTECTIONS } from '../../../src/pipeline/core/sandbox.js';
import { descendantsOf } from '../../child-processes.js';
import { gone } from '../process.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { fixture } from './core-program-of.js';

const NOWHERE = '/nowhere/bwrap';
const STEP = {
  number: 1,
  pictureNeeded: true,
  soundNeeded: true,
  players: [{ ...NEUTRAL_INPUT, buttons: 0 }],
};

/** By the test's own try, so that the code under test can't talk itself out of what it has to do. */
const bubblewrapWorks =
  spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', 'true']).status === 0;

async function start(program: CoreProgram): Promise<CoreProcess> {
  const core = await CoreProcess.start(program, { onFormat: () => {} });
  onTestFinished(() => core.close());
  return core;
}

/** A core that tries to get at what this test has laid out for it. */
class Escape {
  readonly #folder: string;
  readonly program: CoreProgram;
  readonly newFile: string;
  readonly gameFile: string;
  /** A process of the same user, which the core tries to find and to end. */
  readonly victim: ChildProcess;
  readonly #victimExit: Promise<unknown[]>;
  connections = 0;

  static async prepare(): Promise<Escape> {
    const server = createServer((socket) => {
      attempt.connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const attempt = new Escape((server.address() as AddressInfo).port);
    onTestFinished(() => {
      server.close();
      attempt.victim.kill('SIGKILL');
      rmSync(attempt.#folder, { recursive: true });
    });
    return attempt;
  }

  private constructor(port: number) {
    this.#folder = mkdtempSync(join(homedir(), '.cloudgame-test-'));
    const homeFile = join(this.#folder, 'secret');
    this.newFile = join(this.#folder, 'new');
    this.gameFile = join(this.#folder, 'game.json');
    writeFileSync(homeFile, 'secret');
    // `/proc/<pid>/environ` is that of the start of a process, so this has to be in it from then on.
    const secret = readFileSync('/proc/self/environ', 'utf8')
      .split('\0')
      .find((entry) => entry.startsWith('HOME='))!;
    // Told from others by how long it sleeps.
    const victimName = `86400.${process.pid}${port}`;
    this.victim = spawn('sleep', [victimName], { stdio: 'ignore' });
    this.#victimExit = once(this.victim, 'exit');
    const game = {
      port,
      homeFile,
      besideFile: homeFile,
      newFile: this.newFile,
      secret,
      hostPid: process.pid,
      victimName,
      victimPid: this.victim.pid,
    };
    writeFileSync(this.gameFile, JSON.stringify(game));
    this.program = { ...fixture('escapes.js', this.gameFile), reads: [this.gameFile] };
  }

  /** Whether the core's signal has ended the process that it was for; to be asked when the core has said hello. */
  async victimEnded(): Promise<boolean> {
    // Of two deadly signals the first is the one that a process is ended by.
    this.victim.kill('SIGKILL');
    const [, signal] = await this.#victimExit;
    return signal === 'SIGTERM';
  }

  /** The same program as one of the package's own, which Node's flags can hold. */
  get asPureJavaScript(): CoreProgram {
    const { command, args, reads } = this.program;
    return {
      ...this.program,
      command: process.execPath,
      args: [command, ...args],
      reads: [...reads!, join(command, '..')],
      pureJavaScript: true,
    };
  }
}

describe('a core that tries to escape', () => {
  it('gets everywhere without a sandbox, which is what the others are measured by', async () => {
    const attempt = await Escape.prepare();
    const { program, sandbox } = await confineCore(attempt.program, 'off');
    expect(sandbox).toEqual({
      means: 'none',
      enforced: [],
      missing: PROTECTIONS,
      reason: 'it is switched off',
    });
    const core = await start(program);
    expect(core.hello.title).toBe(
      'escapes: connect readHome listHome readBeside write overwriteGame hostEnvironment seeProcess startProgram',
    );
    expect(attempt.connections).toBe(1);
    expect(existsSync(attempt.newFile)).toBe(true);
    expect(await attempt.victimEnded()).toBe(true);
  });

  it('gets nowhere where a sandbox is required, and plays; or is not started at all', async () => {
    const attempt = await Escape.prepare();
    const confined = confineCore(attempt.program, 'require');
    if (!bubblewrapWorks) {
      const failure = await confined.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(CloudgameError);
      expect(failure).toMatchObject({
        kind: 'game',
        message: expect.stringMatching(/can't be isolated as --sandbox require demands: .*bubblewrap/),
        hint: expect.stringContaining('--sandbox auto'),
      });
      return;
    }
    const { program, sandbox } = await confined;
    expect(sandbox).toEqual({ means: 'bubblewrap', enforced: PROTECTIONS, missing: [] });
    await expectCaptive(attempt, program);
    expect(attempt.connections).toBe(0);
  });

  it('reads no more, writes nothing and starts nothing under Node’s flags, which is all that these promise', async () => {
    const attempt = await Escape.prepare();
    const { program, sandbox } = await confineCore(attempt.asPureJavaScript, 'auto', NOWHERE);
    expect(sandbox).toMatchObject({
      means: 'permissions',
      reason: expect.stringContaining('bubblewrap'),
    });
    expect(sandbox.enforced).toEqual(expect.arrayContaining(['reads', 'writes', 'environment']));
    expect(sandbox.missing).toContain('processes');
    const core = await start(program);
    const escaped = core.hello.title.replace('escapes: ', '').split(' ');
    expect(escaped).toEqual(sandbox.enforced.includes('network') ? ['none'] : ['connect']);
    expect(existsSync(attempt.newFile)).toBe(false);
    expect((await core.step(STEP)).step).toBe(1);
    // It may end other processes, which is why `processes` is missing.
    expect(await attempt.victimEnded()).toBe(true);
  });
});

/** What a core that escapes nowhere shows. */
async function expectCaptive(attempt: Escape, program: CoreProgram): Promise<void> {
  const game = readFileSync(attempt.gameFile, 'utf8');
  const core = await start(program);
  expect(core.hello.title).toBe('escapes: none');
  expect(existsSync(attempt.newFile)).toBe(false);
  expect(readFileSync(attempt.gameFile, 'utf8')).toBe(game);
  expect((await core.step(STEP)).step).toBe(1);
  expect(await attempt.victimEnded()).toBe(false);
}

describe('the choice of a sandbox', () => {
  it('falls to Node’s flags for a core in JavaScript, which plays and keeps its last words to itself', async () => {
    for (const name of ['test-pattern', 'snake']) {
      const found = await findCoreProgram(name, undefined);
      const { program, sandbox } = await confineCore(found, 'auto', NOWHERE);
      expect(sandbox.means).toBe('permissions');
      expect((await (await start(program)).step(STEP)).step).toBe(1);
    }
  });

  it('falls to nothing for a program of another kind, and says so', async () => {
    const { program, sandbox } = await confineCore(fixture('python-core.py'), 'auto', NOWHERE);
    expect(program).toEqual(fixture('python-core.py'));
    expect(sandbox).toMatchObject({ means: 'none', enforced: [], missing: PROTECTIONS });
  });

  it('is refused with what to install where bubblewrap is required and missing', async () => {
    const missing = confineCore(fixture('python-core.py'), 'require', NOWHERE);
    await expect(missing).rejects.toMatchObject({
      kind: 'game',
      message:
        "The core can't be isolated as --sandbox require demands: bubblewrap (bwrap) is not installed.",
      hint: 'Install it: apt install bubblewrap, or the like. With --sandbox auto the game runs without.',
    });
  });

  it('is refused with bubblewrap’s own words where it may not work', async () => {
    await using folder = await TemporaryFolder.make();
    const forbidden = await folder.file(
      'bwrap',
      '#!/bin/sh\necho "bwrap: No permissions to create a new namespace." >&2\nexit 1\n',
      0o755,
    );
    await expect(confineCore(fixture('python-core.py'), 'require', forbidden)).rejects.toMatchObject({
      kind: 'game',
      message: expect.stringContaining('(No permissions to create a new namespace).'),
      hint: expect.stringContaining('namespaces'),
    });
  });
});

/** What the machine lets a test of bubblewrap itself begin with: a confined core, or the proof that there is none. */
async function confineOrProve(program: CoreProgram): Promise<ConfinedCore | undefined> {
  if (bubblewrapWorks) return confineCore(program, 'require');
  await expect(confineCore(program, 'require')).rejects.toThrow("can't be isolated");
  return undefined;
}

describe('a core in bubblewrap', () => {
  it('may be a program in another language, and is wholly gone when it is closed', async () => {
    const confined = await confineOrProve(fixture('python-core.py'));
    if (!confined) return;
    const core = await CoreProcess.start(confined.program, { onFormat: () => {} });
    expect((await core.step(STEP)).step).toBe(1);
    const family = descendantsOf(core.pid!);
    expect(family.length).toBeGreaterThanOrEqual(2);
    await core.close();
    for (const pid of family) await gone(pid);
  });

  it('writes where it may', async () => {
    await using folder = await TemporaryFolder.make();
    const path = join(folder.path, 'environment.json');
    const confined = await confineOrProve({
      ...fixture('writes-environment.js', path),
      writes: [folder.path],
    });
    if (!confined) return;
    await start(confined.program);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ CLOUDGAME_CORE_PROTOCOL: '1' });
  });

  it.each<[string, string, string, boolean]>([
    ['crashes', 'kill -SEGV $$', 'The core was ended by SIGSEGV.', false],
    ['is killed', 'kill -KILL $$', 'The core was ended by SIGKILL.', false],
    [
      'crashes over a file',
      'echo /x: No such file or directory; kill -SEGV $$',
      'The core was ended by SIGSEGV.',
      true,
    ],
    ['gives up', 'kill -ABRT $$', 'The core was ended by SIGABRT.', true],
    ['exits', 'exit 3', 'The core exited with code 3.', true],
    ['is through', 'exit 0', 'The core exited with code 0.', false],
  ])(
    'that %s at its start is told by how it ended, and by what it could not see where it may be that',
    async (_how, script, words, isHinted) => {
      await using folder = await TemporaryFolder.make();
      const ends = await folder.file('ends', `#!/bin/sh\n${script}\n`, 0o755);
      const confined = await confineOrProve({ command: ends, args: [], name: 'ends' });
      if (!confined) return;
      const { message, hint } = await start(confined.program).then(
        () => expect.unreachable(),
        (failure: CoreFailure) => failure,
      );
      expect(message).toContain(words);
      expect(hint.includes('--sandbox off')).toBe(isHinted);
    },
  );
});
