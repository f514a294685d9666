import { describe, expect, it } from 'vitest';
import { BetweenSteps } from '../../src/pipeline/between-steps.js';
import { CoreFailure } from '../../src/pipeline/core/core-failure.js';

describe('what is asked between two steps', () => {
  it('is done in its order when the moment comes, and what came meanwhile with it', async () => {
    const between = new BetweenSteps();
    const done: string[] = [];
    const first = between.ask(async () => {
      done.push('first');
      void between.ask(async () => void done.push('third'));
      return 1;
    });
    const second = between.ask(async () => void done.push('second'));
    expect(between.isWaiting).toBe(true);
    expect(done).toEqual([]);
    await between.run();
    expect(done).toEqual(['first', 'second', 'third']);
    expect(between.isWaiting).toBe(false);
    expect(await first).toBe(1);
    await second;
  });

  it('takes its turn with what is done for nobody, which fails for whoever runs it', async () => {
    const between = new BetweenSteps();
    const done: string[] = [];
    const before = between.ask(async () => void done.push('before'));
    between.enqueue(async () => void done.push('between'));
    const after = between.ask(async () => void done.push('after'));
    await between.run();
    await Promise.all([before, after]);
    expect(done).toEqual(['before', 'between', 'after']);
    between.enqueue(() => Promise.reject(new Error('no')));
    await expect(between.run()).rejects.toThrow('no');
  });

  it('fails for whoever asked alone', async () => {
    const between = new BetweenSteps();
    const failing = between.ask(() => Promise.reject(new Error('no')));
    const fine = between.ask(async () => 'yes');
    await between.run();
    await expect(failing).rejects.toThrow('no');
    expect(await fine).toBe('yes');
  });

  it('is given up where no moment comes any more', async () => {
    const between = new BetweenSteps();
    const waiting = between.ask(async () => {});
    between.close();
    await expect(waiting).rejects.toBeInstanceOf(CoreFailure);
    await expect(between.ask(async () => {})).rejects.toBeInstanceOf(CoreFailure);
  });
});
