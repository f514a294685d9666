import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { NEUTRAL_INPUT, type Step } from '../../../cores/protocol/host-message.js';
import { readFrameNumber } from '../../../cores/test-pattern/layout.js';
import { CoreFailure } from '../../../src/pipeline/core/core-failure.js';
import { CoreProcess } from '../../../src/pipeline/core/core-process.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { childOf, childrenOf } from '../../child-processes.js';
import { greyOf } from '../../cores/test-pattern/grey.js';
import { PATIENCE } from '../../patience.js';
import { gone, isRunning, kill } from '../process.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { builtIn, fixture } from './core-program-of.js';

const OWN_CORE_HINT = expect.stringContaining('compare it with cores/PROTOCOL.md');

const formats: MediaFormat[] = [];

async function start(program: CoreProgram): Promise<CoreProcess> {
  formats.length = 0;
  const core = await CoreProcess.start(program, {
    onFormat: (format) => formats.push(format),
  });
  onTestFinished(() => core.close());
  return core;
}

function stepOf(number: number, buttons = 0): Step {
  return { number, pictureNeeded: true, soundNeeded: true, players: [{ ...NEUTRAL_INPUT, buttons }] };
}

/** What a promise is rejected with, which must be a `CoreFailure`. */
async function failureOf(promise: Promise<unknown>): Promise<CoreFailure> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(CoreFailure);
  return failure as CoreFailure;
}

/** Resolves when no child of this process is left. */
async function noneLeft(): Promise<void> {
  await vi.waitUntil(() => childrenOf(process.pid).length === 0, { ...PATIENCE, interval: 20 });
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a core process', () => {
  it('says what it is, and answers steps with frames', async () => {
    const core = await start(builtIn('test-pattern'));
    expect(core.hello).toMatchObject({ name: 'test-pattern', players: 8 });
    expect(core.format).toMatchObject({ width: 256, height: 240, framesPerSecond: 60 });
    for (let number = 1; number <= 20; number++) {
      const frame = await core.step(stepOf(number));
      expect(frame.step).toBe(number);
      expect(readFrameNumber(greyOf(frame.pixels, 256, 240), 256, 240)).toBe(number);
      expect(frame.sound.length).toBe(800 * 4);
    }
  });

  it('saves its state and goes on from it', async () => {
    const core = await start(builtIn('test-pattern'));
    for (let number = 1; number <= 5; number++) await core.step(stepOf(number));
    const state = await core.saveState();
    const other = await start(builtIn('test-pattern'));
    expect(await other.loadState(state)).toBeUndefined();
    const { pixels } = await other.step(stepOf(1));
    expect(readFrameNumber(greyOf(pixels, 256, 240), 256, 240)).toBe(6);
    expect(await other.loadState(Buffer.from('nonsense'))).toMatch(/not a (saved )?state/);
  });

  it('may be a program in another language', async () => {
    const core = await start(fixture('python-core.py'));
    expect(core.hello).toMatchObject({ name: 'python-core', title: 'Tartan' });
    expect(core.format).toMatchObject({ pixelFormat: 'rgb565', width: 160, height: 144, channels: 1 });
    for (let number = 1; number <= 10; number++) {
      expect((await core.step(stepOf(number))).pixels.length).toBe(160 * 144 * 2);
    }
  });

  it('finds nothing of the user’s own in its environment', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'environment.json');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('CLOUDGAME_TURN_PASSWORD', 'secret');
    vi.stubEnv('NODE_OPTIONS', '--no-deprecation');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await start(fixture('writes-environment.js', file));
    const environment = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    expect(environment).toMatchObject({ CLOUDGAME_CORE_PROTOCOL: '1', PATH: process.env.PATH });
    const allowed = ['CLOUDGAME_CORE_PROTOCOL', 'PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP'];
    expect(Object.keys(environment).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('learns that its host wants RGB', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'environment.json');
    await start({ ...fixture('writes-environment.js', file), wantsRgb: true });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ CLOUDGAME_CORE_PICTURES: 'rgb' });
  });

  it('has its frames whole where other messages come with them as one piece', async () => {
    const core = await start(fixture('rumbles.js'));
    for (let number = 1; number <= 5; number++) {
      const { pixels } = await core.step(stepOf(number));
      expect(pixels.equals(Buffer.alloc(512, 0x5a))).toBe(true);
    }
  });

  it('has a new format told before the frame that it holds for, and may have large states after it', async () => {
    const core = await start(fixture('large-states.js'));
    await core.step(stepOf(1));
    expect(formats).toMatchObject([{ framesPerSecond: 50 }]);
    expect(core.format.framesPerSecond).toBe(50);
    expect(await core.saveState()).toHaveLength(4 * 1024 * 1024);
  });

  it('may flood its log, and plays all the same', async () => {
    const core = await start(fixture('floods-stderr.js'));
    for (let number = 1; number <= 10; number++) await core.step(stepOf(number));
    const { message } = await failureOf(Promise.all([core.step(stepOf(11)), core.close()]));
    expect(message.length).toBeLessThan(2000);
  });

  it('is gone when it is closed, even if it does not listen', async () => {
    for (const program of [builtIn('snake'), fixture('ignores-eof.js')]) {
      const core = await start(program);
      const pid = core.pid!;
      expect(isRunning(pid)).toBe(true);
      await core.close();
      expect(isRunning(pid)).toBe(false);
      await core.close();
    }
  });

  it('is gone when it is closed, and so is the program that it wraps', async () => {
    const core = await start(fixture('wrapped.sh'));
    await core.step(stepOf(1));
    const wrapped = childOf(core.pid!, 'python-core.py');
    await core.close();
    expect(isRunning(core.pid!)).toBe(false);
    await gone(wrapped.pid);
  });

  it('takes one request at a time', async () => {
    const core = await start(builtIn('snake'));
    const first = core.step(stepOf(1));
    await expect(core.step(stepOf(2))).rejects.toThrow(TypeError);
    await first;
    expect((await core.step(stepOf(2))).step).toBe(2);
  });

  it('answers no more once it has failed', async () => {
    const core = await start(fixture('exits-after-steps.js', '1'));
    await core.step(stepOf(1));
    const failure = await failureOf(core.step(stepOf(2)));
    expect(await failureOf(core.step(stepOf(3)))).toBe(failure);
    expect(await failureOf(core.saveState())).toBe(failure);
  });
});

describe('a core that fails at its start', () => {
  it.each([
    {
      what: 'exits at once',
      program: fixture('exits-at-once.js'),
      message: 'The core exited with code 7. Its last words: I have no wish to play.',
    },
    {
      what: 'writes garbage',
      program: fixture('writes-garbage.js'),
      message: expect.stringMatching(
        /^The core broke the core protocol: message of \d+ bytes where at most 1048576 may come\.$/,
      ),
    },
    {
      what: 'speaks another version',
      program: fixture('wrong-version.js'),
      message: 'The core broke the core protocol: core protocol 99 where 1 is spoken.',
    },
    {
      what: 'is not there',
      program: { command: '/nowhere/core', args: [], name: 'core' },
      message: "The core core can't be started: spawn /nowhere/core ENOENT.",
    },
    {
      what: 'is no program',
      program: { command: '/etc', args: [], name: 'etc' },
      message: "The core etc can't be started: spawn /etc EACCES.",
    },
    {
      what: 'speaks no protocol at all',
      program: { command: '/bin/true', args: [], name: 'true' },
      message: 'The core exited with code 0.',
    },
  ])('since it $what is told in words, and leaves no process', async ({ program, message }) => {
    const failure = await failureOf(start(program));
    expect(failure).toMatchObject({ kind: 'game', exitCode: 3, message, hint: OWN_CORE_HINT });
    await noneLeft();
  });

  it('and says itself why is told in its own words', async () => {
    expect(await failureOf(start(fixture('error-message.js')))).toMatchObject({
      kind: 'game',
      message: 'The game needs a BIOS, and there is none.',
      hint: 'Put bios.bin beside the game.',
    });
    await noneLeft();
  });

  it('since it never says hello is told after 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const failure = failureOf(start(fixture('hangs-at-start.js')));
    vi.advanceTimersByTime(10_000);
    expect((await failure).message).toBe('The core did not answer within 10 s.');
    vi.useRealTimers();
    await noneLeft();
  });
});

describe('a core that fails in mid-game', () => {
  it.each([
    { what: 'exits', program: fixture('exits-after-steps.js', '3'), message: 'The core exited with code 9.' },
    {
      what: 'writes another message',
      program: fixture('garbage-after-steps.js', '3'),
      message: 'The core broke the core protocol: message 0x42 out of turn.',
    },
  ])('since it $what is told in words, and leaves no process', async ({ program, message }) => {
    const core = await start(program);
    for (let number = 1; number <= 3; number++) await core.step(stepOf(number));
    expect(await failureOf(core.step(stepOf(4)))).toMatchObject({
      kind: 'game',
      message,
      hint: OWN_CORE_HINT,
    });
    await gone(core.pid!);
  });

  it.each([
    {
      what: 'announces too long a message',
      program: fixture('huge-message.js'),
      message: /^The core broke the core protocol: message of 67108865 bytes where at most \d+ may come\.$/,
    },
    {
      what: 'answers another step',
      program: fixture('misframes.js', 'step'),
      message: /^The core broke the core protocol: frame 2 where step 1 was asked for\.$/,
    },
    {
      what: 'makes a picture larger than it said',
      program: fixture('misframes.js', 'size'),
      message: /^The core broke the core protocol: picture of 17×16 where 16×16 is the largest\.$/,
    },
    {
      what: 'sends less than its header says',
      program: fixture('misframes.js', 'length'),
      message:
        /^The core broke the core protocol: frame message of 528 bytes where 529 follow from its header\.$/,
    },
  ])('since it $what is told in words, and leaves no process', async ({ program, message }) => {
    const core = await start(program);
    const failure = await failureOf(core.step(stepOf(1)));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ kind: 'game', hint: OWN_CORE_HINT });
    await gone(core.pid!);
  });

  it('since it hangs is told after 2 s', async () => {
    const core = await start(fixture('hangs-in-step.js', '3'));
    await core.step(stepOf(1));
    await core.step(stepOf(2));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const failure = failureOf(core.step(stepOf(3)));
    vi.advanceTimersByTime(1999);
    expect(isRunning(core.pid!)).toBe(true);
    vi.advanceTimersByTime(1);
    expect((await failure).message).toBe('The core did not answer within 2 s.');
    vi.useRealTimers();
    await gone(core.pid!);
  });

  it('and keeps a clock of its own is given 5 s', async () => {
    const core = await start(fixture('keeps-own-clock.js', '10'));
    expect(core.hello.abilities).toContain('ownClock');
    for (let number = 1; number < 10; number++) await core.step(stepOf(number));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const failure = failureOf(core.step(stepOf(10)));
    vi.advanceTimersByTime(4999);
    expect(isRunning(core.pid!)).toBe(true);
    vi.advanceTimersByTime(1);
    expect((await failure).message).toBe('The core did not answer within 5 s.');
    vi.useRealTimers();
    await gone(core.pid!);
  });

  it('since it was killed is told in words, also between two steps', async () => {
    const core = await start(builtIn('snake'));
    await core.step(stepOf(1));
    kill(core.pid);
    await gone(core.pid!);
    expect((await failureOf(core.step(stepOf(2)))).message).toBe('The core was ended by SIGKILL.');
  });
});
