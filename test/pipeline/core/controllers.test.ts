import { describe, expect, it } from 'vitest';
import { plugIn } from '../../../src/pipeline/core/controllers.js';
import { findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { buildInputCore } from '../../cores/libretro/input-core.js';

const inputCore = buildInputCore();
const EVENTS = { onFormat: () => {}, onDeath: () => {}, onRestart: () => {} };

describe('devices in the ports of a core', () => {
  it('are what the user plugs in', async () => {
    const program = await findCoreProgram(inputCore.library, inputCore.game('x'));
    const stage = await CoreStage.start(plugIn(program, new Map([[2, 'Zapper']])), EVENTS);
    expect(stage.hello.devices).toEqual(new Set(['lightgun']));
    await stage.close();
  });

  it('are refused by the core itself where it has no such device', async () => {
    const program = await findCoreProgram(inputCore.library, inputCore.game('x'));
    const start = CoreStage.start(plugIn(program, new Map([[1, 'Zapper']])), EVENTS);
    await expect(start).rejects.toThrow('Port 1 takes no "Zapper".');
  });

  it('are pads alone with other cores', async () => {
    const program = await findCoreProgram('snake', undefined);
    expect(plugIn(program, new Map())).toBe(program);
    expect(() => plugIn(program, new Map([[1, 'Mouse']]))).toThrow('nothing else can be plugged in');
  });
});
