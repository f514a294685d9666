import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Rumble } from '../../../cores/protocol/core-message.js';
import type { Device } from '../../../cores/protocol/devices.js';
import { NEUTRAL_INPUT } from '../../../cores/protocol/host-message.js';
import { findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { buildInputCore, readTold } from '../../cores/libretro/input-core.js';
import { PATIENCE } from '../../patience.js';
import { kill } from '../process.js';

const inputCore = buildInputCore();
const A = 1 << 8;

interface Events {
  readonly rumbles: Rumble[];
  readonly devices: ReadonlySet<Device>[];
}

async function start(wants: string): Promise<CoreStage & { readonly told: Events }> {
  const told: Events = { rumbles: [], devices: [] };
  const program = await findCoreProgram(inputCore.library, inputCore.game(wants));
  const stage = await CoreStage.start(program, {
    onFormat: () => {},
    onDeath: () => {},
    onRestart: () => {},
    onRumble: (rumble) => told.rumbles.push(rumble),
    onDevices: (devices) => told.devices.push(devices),
  });
  onTestFinished(() => stage.close());
  return Object.assign(stage, { told });
}

async function steps(stage: CoreStage, count: number, buttons = 0): Promise<void> {
  for (let step = 0; step < count; step++) await stage.step([{ ...NEUTRAL_INPUT, buttons }]);
}

async function toldOf(stage: CoreStage) {
  return readTold((await stage.readSaves()).saveRam!);
}

describe('the core of a room', () => {
  it('hands on the rumble of its game, and the devices that it turns out to want', async () => {
    const stage = await start('rk');
    expect(stage.hello.devices?.has('keyboard')).toBe(false);
    await steps(stage, 2, A);
    await steps(stage, 1);
    expect(stage.told.rumbles.map(({ strong }) => strong)).toEqual([0xffff, 0]);
    expect(stage.told.devices).toHaveLength(1);
    expect(stage.hello.devices?.has('keyboard')).toBe(true);
  });

  it('changes discs, and has the last one in again after it died', async () => {
    const stage = await start('d');
    expect(await stage.setDisc(1)).toBeUndefined();
    await steps(stage, 40);
    expect(await toldOf(stage)).toMatchObject({ disc: 1, ejected: 0 });
    expect(await stage.setDisc(7)).toContain('There is no disc 8');
    kill(stage.pid!);
    await vi.waitUntil(async () => (await stage.step([])) === undefined, PATIENCE);
    await steps(stage, 40);
    expect(await toldOf(stage)).toMatchObject({ disc: 1, ejected: 0 });
  });

  it('says so where its game has no discs', async () => {
    const stage = await start('m');
    expect(await stage.setDisc(0)).toBe('The game has no other discs.');
  });
});
