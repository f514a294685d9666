import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { SavingDeaths } from '../../../src/pipeline/core/saving-deaths.js';

const HELLO = { abilities: new Set(['states', 'saveRam']) } as unknown as CoreHello;

describe('the deaths of a core that is saved', () => {
  it('leave it its states the first time, and take them from it the second, with a warning', async () => {
    const warnings: string[] = [];
    const deaths = new SavingDeaths((message) => warnings.push(message));
    const failure = new Error('dead');
    await expect(deaths.count(Promise.reject(failure))).rejects.toBe(failure);
    expect(deaths.survivable(HELLO)).toBe(HELLO);
    expect(warnings).toEqual([]);
    await expect(deaths.count(Promise.reject(failure))).rejects.toBe(failure);
    expect([...deaths.survivable(HELLO).abilities]).toEqual(['saveRam']);
    expect(warnings).toEqual([expect.stringContaining('without saved states')]);
  });

  it('that lie hours apart are accidents', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const deaths = new SavingDeaths(() => {});
    for (let hour = 0; hour < 3; hour++) {
      await expect(deaths.count(Promise.reject(new Error('dead')))).rejects.toThrow('dead');
      vi.advanceTimersByTime(3_600_000);
    }
    expect(deaths.survivable(HELLO)).toBe(HELLO);
  });

  it('are none where a state comes', async () => {
    const deaths = new SavingDeaths(() => {});
    for (let time = 0; time < 3; time++) {
      expect(await deaths.count(Promise.resolve(Buffer.from('state')))).toEqual(Buffer.from('state'));
    }
    expect(deaths.survivable(HELLO)).toBe(HELLO);
  });
});
