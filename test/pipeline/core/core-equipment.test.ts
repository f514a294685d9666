import { describe, expect, it } from 'vitest';
import { type CoreEquipment, equipCore } from '../../../src/pipeline/core/core-equipment.js';

const EQUIPMENT: CoreEquipment = {
  systemDir: '/data/system',
  saveDir: '/data/saves/core-files',
  infoFile: '/cores/plum_libretro.info',
  gameFiles: ['/games/track.bin'],
  options: new Map([['plum_speed', 'a=b']]),
};

describe('the equipment of a core', () => {
  it('stands on the command line of a libretro core, which may write to its save folder alone', () => {
    const program = {
      command: 'node',
      args: ['main.js', '/p.so'],
      name: 'plum',
      reads: ['/p.so'],
      library: '/p.so',
    };
    expect(equipCore(program, EQUIPMENT)).toEqual({
      ...program,
      args: [
        ...program.args,
        '--system=/data/system',
        '--saves=/data/saves/core-files',
        '--info=/cores/plum_libretro.info',
        '--option=plum_speed=a=b',
      ],
      reads: ['/p.so', '/games/track.bin', '/data/system', '/cores/plum_libretro.info'],
      writes: ['/data/saves/core-files'],
    });
  });

  it('is left out where there is none', () => {
    const program = { command: 'node', args: ['/p.so'], name: 'plum', library: '/p.so' };
    expect(equipCore(program, { options: new Map() })).toMatchObject({
      args: ['/p.so'],
      reads: [],
      writes: [],
    });
  });

  it('are the game’s files and the options alone for any other core, which gets these when it runs', () => {
    const program = { command: './core', args: [], name: 'core' };
    expect(equipCore(program, EQUIPMENT)).toEqual({
      ...program,
      reads: ['/games/track.bin'],
      options: EQUIPMENT.options,
    });
  });
});
