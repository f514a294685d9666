import { describe, expect, test } from 'vitest';
import { Cheats } from '../../../src/host/control/cheats.js';
import type { ControlledGame } from '../../../src/host/control/controlled-game.js';
import { MOST_CHEATS } from '../../../src/protocol/room-action.js';

/** A game that takes every code but those that begin with BAD. */
function cheatOn(first: readonly string[] = []) {
  const set: (readonly string[])[] = [];
  const game = {
    setCheats: async (codes: readonly string[]) => {
      const bad = codes.find((code) => code.startsWith('BAD'));
      if (bad !== undefined) return `“${bad}” is no cheat code.`;
      set.push(codes);
      return undefined;
    },
  } as unknown as ControlledGame;
  return { set, cheats: new Cheats(game, first) };
}

describe('the cheats of a game', () => {
  test('are those that it began with, and are switched, added and removed', async () => {
    const { cheats, set } = cheatOn(['SXIOPO', ' 75A:9 ', 'SXIOPO']);
    expect(cheats.choice.cheats).toEqual([
      { code: 'SXIOPO', on: true },
      { code: '75A:9', on: true },
    ]);
    expect(await cheats.change('SXIOPO', 'off')).toEqual({
      message: 'The cheat “SXIOPO” is off.',
      notice: 'switched the cheat “SXIOPO” off.',
    });
    expect(await cheats.change('91D9:AD', 'on')).toMatchObject({ notice: 'added the cheat “91D9:AD”.' });
    expect(await cheats.change('75A:9', 'remove')).toMatchObject({ notice: 'removed the cheat “75A:9”.' });
    expect(await cheats.change('SXIOPO', 'on')).toMatchObject({
      notice: 'switched the cheat “SXIOPO” on.',
    });
    expect(set).toEqual([['75A:9'], ['75A:9', '91D9:AD'], ['91D9:AD'], ['SXIOPO', '91D9:AD']]);
    expect(cheats.choice.cheats).toEqual([
      { code: 'SXIOPO', on: true },
      { code: '91D9:AD', on: true },
    ]);
  });

  test('stay as they were where the core refuses one', async () => {
    const { cheats, set } = cheatOn(['SXIOPO']);
    await expect(cheats.change('BAD', 'on')).rejects.toThrow('“BAD” is no cheat code.');
    expect(cheats.choice.cheats).toEqual([{ code: 'SXIOPO', on: true }]);
    expect(set).toEqual([]);
  });

  test('don’t bother the core where one that is off is removed', async () => {
    const { cheats, set } = cheatOn(['SXIOPO']);
    await cheats.change('SXIOPO', 'off');
    await cheats.change('SXIOPO', 'remove');
    expect(set).toEqual([[]]);
    expect(cheats.choice.cheats).toEqual([]);
  });

  test('are so many at most', async () => {
    const { cheats } = cheatOn(Array.from({ length: MOST_CHEATS }, (_, index) => `${index}:0`));
    await expect(cheats.change('A:0', 'on')).rejects.toThrow(
      'There are 20 cheats already. Remove one first.',
    );
    await cheats.change('0:0', 'remove');
    await cheats.change('A:0', 'on');
    expect(cheats.choice.cheats.at(-1)).toEqual({ code: 'A:0', on: true });
  });

  test('that can’t be shown hold whatever is done to the others', async () => {
    const long = 'A'.repeat(65);
    const { cheats, set } = cheatOn(['SXIOPO', long]);
    expect(cheats.choice.cheats).toEqual([{ code: 'SXIOPO', on: true }]);
    await cheats.change('SXIOPO', 'off');
    expect(set).toEqual([[long]]);
  });

  test('that are not there, or are as they are asked for, say so', async () => {
    const { cheats } = cheatOn(['SXIOPO']);
    await expect(cheats.change('A:0', 'off')).rejects.toThrow('There is no cheat “A:0” here.');
    await expect(cheats.change('A:0', 'remove')).rejects.toThrow('There is no cheat “A:0” here.');
    await expect(cheats.change('SXIOPO', 'on')).rejects.toThrow('The cheat “SXIOPO” is on already.');
  });
});
