import { describe, expect, test } from 'vitest';
import { buildInputCore } from '../cores/libretro/input-core.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost, type TestHost } from './test-host.js';

const inputCore = buildInputCore();

/** The tray stays open for 30 steps, and the first statistics tell of up to 60 that were made before. */
const STEPS = 91;

/** Waits until the game's statistics tell of enough steps, one second after the other. */
async function play({ events }: TestHost): Promise<void> {
  const before = events.items.length;
  await events.until((items) => {
    const rates = items.slice(before).flatMap((item) => (item.event === 'stats' ? [item.fps] : []));
    return rates.reduce((sum, fps) => sum + fps, 0) >= STEPS || undefined;
  });
}

describe('a host of a list of discs', () => {
  test('gives each to a core that reads no lists, and has the one in again that was when the state was saved', async () => {
    const dataDir = await temporaryFolder();
    const options = { game: inputCore.list(['o', '2', '3']), core: inputCore.library, dataDir };
    const first = await openHost(options);
    expect(first.host.facts.title).toBe('Two Sides');
    expect(first.host.choice).toMatchObject({ discs: ['side 1', 'The other side', 'side 3'], disc: 0 });
    expect(await first.host.act({ kind: 'disc', disc: 1 })).toEqual({
      done: true,
      message: 'The game gets disc 2, “The other side”.',
    });
    await play(first);
    await first.host.act({ kind: 'save', slot: 3 });
    await first.host.act({ kind: 'disc', disc: 2 });
    expect(first.host.choice.disc).toBe(2);
    expect(await first.host.act({ kind: 'load', slot: 3 })).toMatchObject({ done: true });
    expect(first.host.choice.disc).toBe(1);
    await first.host.close('The test goes on.');

    const resumed = await openHost({ ...options, resume: true });
    expect(resumed.host.choice.disc).toBe(1);
    await resumed.host.close('The test goes on.');
    const anew = await openHost({ ...options, resume: false });
    expect(anew.host.choice.disc).toBe(0);
  });
});
