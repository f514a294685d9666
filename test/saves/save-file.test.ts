import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  coreFlag,
  decodeSaveFile,
  decodeSaveFileAside,
  encodeSaveFile,
  misfit,
  savedTimeIn,
} from '../../src/saves/save-file.js';
import { exampleState, GAME } from './example-state.js';

describe('the file of a state', () => {
  it('holds everything that is needed to go on', async () => {
    const state = exampleState();
    expect(decodeSaveFile(await encodeSaveFile(state))).toEqual(state);
    expect(await decodeSaveFileAside(await encodeSaveFile(state))).toEqual(state);
  });

  it('can hold an empty payload and names of every script', async () => {
    const state = exampleState({ core: { name: 'コア', version: '' }, payload: Buffer.alloc(0) });
    expect(decodeSaveFile(await encodeSaveFile(state))).toEqual(state);
  });

  it('has the bytes that its description says', async () => {
    const file = await encodeSaveFile(
      exampleState({ core: { name: 'a', version: 'b' }, payload: Buffer.from([7]) }),
    );
    const expected = Buffer.concat([
      Buffer.from(`894347530d0a1a0a0100010061010062${GAME}`, 'hex'),
      Buffer.from(new Float64Array([Date.UTC(2026, 0, 31, 12, 34, 56, 789)]).buffer),
      Buffer.from('0100000007', 'hex'),
    ]);
    expect(file.subarray(0, -32)).toEqual(expected);
    expect(file.subarray(-32)).toEqual(createHash('sha256').update(expected).digest());
  });

  it('is refused with a reason wherever it is cut off', async () => {
    const file = await encodeSaveFile(exampleState());
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeSaveFile(file.subarray(0, length)), `${length} bytes`).toThrow(
        /^(is empty|is cut short|is damaged: its checksum does not fit)$/,
      );
    }
  });

  it('is refused with a reason whichever bit is wrong', async () => {
    const file = await encodeSaveFile(exampleState());
    for (let bit = 0; bit < file.length * 8; bit++) {
      const damaged = Buffer.from(file);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeSaveFile(damaged), `bit ${bit}`).toThrow(/^(is|has) /);
    }
  });

  it.each([
    [
      'another kind of file',
      async () => Buffer.from('PNG or whatever else there is in the world, long enough'),
      'is no saved state',
    ],
    ['a later version', () => withVersion(2), 'has version 2 of the format where this cloudgame knows 1'],
    [
      'bytes after its end',
      async () => Buffer.concat([await encodeSaveFile(exampleState()), Buffer.of(0)]),
      'is damaged: it has 1 bytes too many',
    ],
    [
      'a time that is none',
      () => encodeSaveFile(exampleState({ savedAtMs: Number.NaN })),
      'has no time that there is',
    ],
  ])('says so of %s', async (_, make, message) => {
    const bytes = await make();
    expect(() => decodeSaveFile(bytes)).toThrow(message);
    await expect(decodeSaveFileAside(bytes)).rejects.toThrow(message);
  });
});

describe('the beginning of the file of a state', () => {
  it('tells when it was saved', async () => {
    const file = await encodeSaveFile(exampleState({ payload: Buffer.alloc(5_000) }));
    expect(savedTimeIn(file.subarray(0, 200))).toBe(exampleState().savedAtMs);
  });

  it.each([
    ['nothing', 0, 'is no saved state'],
    ['too little', 60, 'is cut short'],
  ])('says so where it is %s', async (_, length, message) => {
    const file = await encodeSaveFile(exampleState());
    expect(() => savedTimeIn(file.subarray(0, length))).toThrow(message);
  });
});

describe('a state', () => {
  const game = { gameSha256: GAME, coreName: 'example' };

  it('fits the game and the core that it was made in, of whatever version', () => {
    expect(misfit(exampleState(), game)).toBeUndefined();
    expect(misfit(exampleState({ core: { name: 'example', version: '2' } }), game)).toBeUndefined();
  });

  it('is refused by another game', () => {
    expect(misfit(exampleState({ gameSha256: 'f'.repeat(64) }), game)).toBe('belongs to another game');
  });

  it('is refused by another core', () => {
    expect(misfit(exampleState({ core: { name: 'other', version: '1.2' } }), game)).toBe(
      'was made by the core other, and this game runs on example',
    );
  });

  it.each(['', ' ', '\u0001\u0007', '\u200b'])('tells a core named %j as one without a name', (name) => {
    expect(misfit(exampleState({ core: { name, version: '1' } }), game)).toBe(
      'was made by a core without a name, and this game runs on example',
    );
  });

  it('names the flag by which the game gets its core, where the name can be one', () => {
    const of = (name: string) => coreFlag(exampleState({ core: { name, version: '1' } }), game);
    expect(of('nestopia')).toBe('--core nestopia');
    expect(of('genesis plus gx')).toBe('--core genesis_plus_gx');
    expect(of('example')).toBeUndefined();
    expect(of('../x')).toBeUndefined();
    expect(of('--all')).toBeUndefined();
    const foreign = exampleState({ core: { name: 'nestopia', version: '1' }, gameSha256: 'f'.repeat(64) });
    expect(coreFlag(foreign, game)).toBeUndefined();
  });
});

async function withVersion(version: number): Promise<Buffer> {
  const file = await encodeSaveFile(exampleState());
  file.writeUInt16LE(version, 8);
  return file;
}
