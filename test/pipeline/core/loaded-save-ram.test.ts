import { expect, onTestFinished, test } from 'vitest';
import { NEUTRAL_INPUT } from '../../../cores/protocol/host-message.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { kill } from '../process.js';
import { fixture } from './core-program-of.js';

async function start() {
  const told: string[] = [];
  const stage = await CoreStage.start(fixture('saves-in-states.js'), {
    onFormat: () => {},
    onDeath: () => {},
    onRestart: () => {},
    onSaveRam: (saveRam) => told.push(`has ${saveRam}`),
    onLoadedSaveRam: (saveRam) => told.push(`loaded ${saveRam}`),
  });
  onTestFinished(() => stage.close());
  await stage.loadSaveRam(Buffer.from('new'));
  return { stage, told };
}

test('save RAM of a state that is loaded is told where it is not what the game had', async () => {
  const { stage, told } = await start();
  expect(await stage.goTo(Buffer.from('new'))).toBeUndefined();
  expect(told).toEqual([]);
  expect(await stage.goTo(Buffer.from('old'))).toBeUndefined();
  expect(told).toEqual(['loaded old']);
});

test('what a running game has in its save RAM is told before a state takes its place', async () => {
  const { stage, told } = await start();
  await stage.step([NEUTRAL_INPUT]);
  await stage.goTo(Buffer.from('old'));
  expect(told).toEqual(['has new', 'loaded old']);
});

test('save RAM of the state from which a game goes on after its core died is told, too', async () => {
  const { stage, told } = await start();
  await stage.loadState(Buffer.from('old'));
  kill(stage.pid);
  await stage.step([NEUTRAL_INPUT]);
  expect(told).toEqual(['loaded old']);
});

test('what is longer than a message is refused in words, and the core plays on', async () => {
  const { stage } = await start();
  const words = 'it has 70000001 bytes, and no core can be given more than 67108863';
  expect(await stage.loadSaveRam(Buffer.alloc(70_000_001))).toBe(words);
  expect(await stage.loadState(Buffer.alloc(70_000_001))).toBe(words);
  expect(stage.restarts).toBe(0);
});
