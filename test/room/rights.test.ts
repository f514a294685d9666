import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CloudgameError } from '../../src/errors.js';
import { PLAYER_RIGHTS, roomAction } from '../../src/protocol/room-action.js';
import { parseRights, rightFor } from '../../src/room/rights.js';

describe('the rights of players', () => {
  it.each([
    ['save,load', ['save', 'load']],
    ['pause, save pause', ['save', 'pause']],
    ['all', PLAYER_RIGHTS],
    ['none', []],
    [['reset'], ['reset']],
    [['all'], PLAYER_RIGHTS],
  ] as const)('are read from %j', (list, rights) => {
    expect(parseRights(list)).toEqual(rights);
  });

  it.each(['', ' , ', 'safe', 'save,all', 'none,pause'])('are not read from "%s"', (list) => {
    expect(() => parseRights(list)).toThrow(CloudgameError);
  });

  it('cover every action', () => {
    const actions = [
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'advance' },
      { kind: 'reset' },
      { kind: 'save', slot: 1 },
      { kind: 'load', slot: 1 },
      { kind: 'undo' },
      { kind: 'speed', speed: 2 },
      { kind: 'rewind', on: true },
      { kind: 'disc', disc: 0 },
      { kind: 'cheat', code: 'SXIOPO', change: 'on' },
    ].map((action) => v.parse(roomAction, action));
    expect(actions).toHaveLength(roomAction.options.length);
    expect(new Set(actions.map(rightFor))).toEqual(new Set(PLAYER_RIGHTS));
  });
});
