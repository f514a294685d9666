import { describe, expect, it, onTestFinished } from 'vitest';
import { NEUTRAL_INPUT } from '../../../cores/protocol/host-message.js';
import { checkOptions } from '../../../src/pipeline/core/check-options.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { startCore } from '../../../src/pipeline/core/start-core.js';
import { gone } from '../process.js';
import { fixture } from './core-program-of.js';

const SILENT = { onFormat: () => {} };

function withOptions(...options: [string, string][]): CoreProgram {
  return { ...fixture('has-options.js'), options: new Map(options) };
}

async function stage(program: CoreProgram): Promise<CoreStage> {
  const core = await CoreStage.start(program, { ...SILENT, onDeath: () => {}, onRestart: () => {} });
  onTestFinished(() => core.close());
  return core;
}

describe('a core that is started', () => {
  it('has its options before its first step, and again after it died', async () => {
    const core = await stage(withOptions(['shade', 'white']));
    const players = [NEUTRAL_INPUT];
    expect((await core.step(players))?.pixels[0]).toBe(2);
    const { pid } = core;
    process.kill(pid!, 'SIGKILL');
    await gone(pid!);
    expect(await core.step(players)).toBeUndefined();
    expect((await core.step(players))?.pixels[0]).toBe(2);
  });

  it('that refuses an option is closed, and its reason told', async () => {
    await expect(startCore(withOptions(['shade', 'forbidden']), SILENT)).rejects.toMatchObject({
      kind: 'usage',
      message: 'The core refused the option shade=forbidden: not today',
    });
  });

  it('and dies is explained by what it lacks, unless it said itself why', async () => {
    const lacks = { message: 'It needs bios.bin.', hint: 'Put bios.bin into /system.' };
    await expect(startCore({ ...fixture('exits-at-once.js'), lacks }, SILENT)).rejects.toMatchObject({
      message: expect.stringMatching(/^The core exited with code 7\. .* It needs bios\.bin\.$/),
      hint: 'Put bios.bin into /system.',
    });
    await expect(startCore({ ...fixture('error-message.js'), lacks }, SILENT)).rejects.toMatchObject({
      message: 'The game needs a BIOS, and there is none.',
      hint: 'Put bios.bin beside the game.',
    });
  });

  it('and dies names the other cores where it was chosen by the game’s extension', async () => {
    const program = { ...fixture('error-message.js'), others: ['plum', 'damson'] };
    await expect(startCore(program, SILENT)).rejects.toMatchObject({
      hint: 'Put bios.bin beside the game. Other cores play such files too: --core plum, damson.',
    });
  });

  it('and closed before it is there says nothing of what it lacks', async () => {
    const ending = new AbortController();
    const lacks = { message: 'It needs bios.bin.', hint: '' };
    const starting = startCore({ ...fixture('hangs-at-start.js'), lacks }, SILENT, ending.signal);
    ending.abort();
    await expect(starting).rejects.toMatchObject({ message: 'The core was closed.' });
  });
});

describe('the options that a core is to get', () => {
  const program = fixture('has-options.js');

  it('are all right where the core has them', async () => {
    await checkOptions(program, new Map([['shade', 'grey']]));
  });

  it('aren’t looked at where there are none', async () => {
    await checkOptions({ command: '/nowhere', args: [], name: 'nothing' }, new Map());
  });

  it.each([
    {
      what: 'a misspelt key',
      option: ['shad', 'grey'] as const,
      message: '--option shad: the core has-options.js has no such option.',
      hint: 'Did you mean "shade"? It has shade, sound.',
    },
    {
      what: 'an unknown key',
      option: ['turbo', 'on'] as const,
      message: '--option turbo: the core has-options.js has no such option.',
      hint: 'It has shade, sound.',
    },
    {
      what: 'a misspelt value',
      option: ['shade', 'gray'] as const,
      message: '--option shade=gray: "gray" is no value of it.',
      hint: 'Did you mean "grey"? It takes black, grey, white, forbidden.',
    },
    {
      what: 'no value',
      option: ['sound', ''] as const,
      message: '--option sound=: "" is no value of it.',
      hint: 'It takes on, off.',
    },
  ])('are refused for $what, with what would do', async ({ option, message, hint }) => {
    await expect(checkOptions(program, new Map([option]))).rejects.toMatchObject({
      kind: 'usage',
      message,
      hint,
    });
  });

  it('are refused by a core that has none', async () => {
    await expect(checkOptions(fixture('counts-on.js'), new Map([['a', 'b']]))).rejects.toMatchObject({
      kind: 'usage',
      hint: 'It has none: leave it out.',
    });
  });
});
