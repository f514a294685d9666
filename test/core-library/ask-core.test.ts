import { describe, expect, it } from 'vitest';
import { askCore } from '../../src/core-library/ask-core.js';
import { type CoreProgram, reportProgram } from '../../src/pipeline/core/core-program.js';
import { debianCore } from '../cores/libretro/cores.js';
import { fixtureCore } from '../cores/libretro/fixture-core.js';
import { gameFile } from '../cores/libretro/fixture-game.js';

/** A program in place of the one that reports. */
function script(commands: string): CoreProgram {
  return { command: '/bin/sh', args: ['-c', commands], name: 'plum' };
}

const REPORT = { name: 'Plum', version: '1', extensions: ['.pb'], needsFullPath: false, options: [] };

describe('a core that is asked about itself', () => {
  it('tells its name, its kinds of files and its options', async () => {
    const report = await askCore(reportProgram(debianCore('gambatte'), undefined));
    expect(report).toMatchObject({
      name: 'Gambatte',
      extensions: ['.gb', '.gbc', '.dmg'],
      needsFullPath: false,
    });
    expect(report.options.find(({ key }) => key === 'gambatte_gb_hwmode')).toMatchObject({
      default: 'Auto',
      values: expect.arrayContaining([{ value: 'Auto' }, { value: 'GBA' }]),
    });
  });

  it.each([
    ['v0', { label: 'Colour' }],
    ['v1', { label: 'Colour', description: 'Of all.' }],
    ['v1-intl', { label: 'Colour', description: 'Of all.' }],
    ['v2', { label: 'Video > Colour', description: 'Of all.', category: 'Video' }],
    ['v2-intl', { label: 'Video > Colour', description: 'Of all.', category: 'Video' }],
  ])('tells with a game what it declares only then, in version %s of the options', async (version, words) => {
    const library = fixtureCore('options');
    expect((await askCore(reportProgram(library, undefined))).options).toEqual([]);
    const { options } = await askCore(reportProgram(library, gameFile(version)));
    const labels = version === 'v0' ? [undefined, undefined, undefined] : ['Green', 'Red', 'Blue'];
    const values = ['green', 'red', 'blue'].map((value, index) =>
      labels[index] === undefined ? { value } : { value, label: labels[index] },
    );
    expect(options).toEqual([{ key: 'fixture_colour', ...words, default: 'green', values }]);
  });

  it('may print what it likes', async () => {
    const core = script(`echo noise; echo more >&2; echo '${JSON.stringify({ core: REPORT })}' >&4`);
    expect(await askCore(core)).toEqual(REPORT);
  });

  it('may say why it can’t', async () => {
    const error = { message: 'It is no core.', hint: 'Take another.' };
    await expect(askCore(script(`echo '${JSON.stringify({ error })}' >&4`))).rejects.toMatchObject({
      kind: 'game',
      ...error,
    });
  });

  it.each([
    ['says nothing', 'exit 0', 'it ended with code 0'],
    ['ends with an error', 'echo "no way" >&2; exit 3', 'it ended with code 3). Its last words: no way'],
    ['is killed', 'kill -SEGV $$', 'it ended with SIGSEGV'],
    ['says no JSON', 'echo hello >&4', 'it ended with code 0'],
    ['says something else', `echo '{"core":{"name":1}}' >&4`, 'it ended with code 0'],
    [
      'never stops talking',
      'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done >&4',
      'it ended with SIGKILL',
    ],
  ])('and %s is told of in words', async (_what, commands, words) => {
    await expect(askCore(script(commands))).rejects.toMatchObject({
      kind: 'game',
      message: expect.stringContaining(`The core plum told nothing of itself (${words}`),
    });
  });

  it('and says nothing is explained by what it lacks', async () => {
    const lacks = { message: 'It needs bios.bin.', hint: 'Put it there.' };
    await expect(askCore({ ...script('exit 1'), lacks })).rejects.toMatchObject({
      hint: 'It needs bios.bin. Put it there.',
    });
  });

  it('is gone when it isn’t asked any more', async () => {
    const ending = new AbortController();
    const asking = askCore(script('exec sleep 60'), ending.signal);
    ending.abort();
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is not waited for where something that it started holds its pipes', async () => {
    const core = script(`echo '${JSON.stringify({ core: REPORT })}' >&4; sleep 20 & exit 0`);
    expect(await askCore(core)).toEqual(REPORT);
  });

  it('is told of where it can’t be started', async () => {
    await expect(askCore({ command: '/nowhere', args: [], name: 'plum' })).rejects.toMatchObject({
      kind: 'game',
    });
  });
});
