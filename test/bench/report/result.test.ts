import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { combinationKey } from '../../../src/bench/report/combination.js';
import { labelCombinations } from '../../../src/bench/report/combination-label.js';
import { withTotal } from '../../../src/bench/report/cost.js';
import { latencyOf, PIECE_NAMES } from '../../../src/bench/report/latency.js';
import { benchResult } from '../../../src/bench/report/result.js';
import { summarize } from '../../../src/bench/report/summarize.js';
import { COMBINATIONS, changingPathRun, DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

describe('a result', () => {
  test('keeps to its schema after a way through JSON', () => {
    const result = sampleResult([...COMBINATIONS.map((settings) => sampleRun(settings)), changingPathRun()]);
    const read = JSON.parse(JSON.stringify(result));
    expect(v.parse(benchResult, read)).toEqual(read);
  });

  test('may lack whatever a browser doesn’t tell', () => {
    const run = { combination: DATA_CHANNEL, repeat: 1, durationMs: 0, warnings: ['Nothing was pressed.'] };
    const result = sampleResult([run]);
    expect(v.parse(benchResult, JSON.parse(JSON.stringify(result))).runs).toEqual([run]);
  });
});

describe('the summary', () => {
  test('has the median of each figure over the repeats of a combination', () => {
    const runs = [12, 10, 11].map((p50, index) => {
      const run = sampleRun(DATA_CHANNEL, index + 1);
      return { ...run, inputToPhotonMs: { ...run.inputToPhotonMs!, p50 } };
    });
    const [only, ...others] = summarize(runs);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ combination: DATA_CHANNEL, repeats: 3, frames: { made: 1202 } });
    expect(only!.inputToPhotonMs!.p50).toBe(11);
    expect(only!.inputToPhotonMs!.samples).toBeUndefined();
    expect(only).not.toHaveProperty('timeLine');
  });

  test('has half of frames nowhere', () => {
    const runs = [3, 4].map((dropped) => ({ ...sampleRun(DATA_CHANNEL), frames: { dropped } }));
    expect(summarize(runs)[0]!.frames).toEqual({ dropped: 4 });
  });

  test('takes a figure that only one repeat has from that one', () => {
    const run = sampleRun(DATA_CHANNEL);
    const runs = [
      { ...run, sound: undefined },
      { ...run, sound: { delayMs: 50 } },
    ];
    expect(summarize(runs)[0]!.sound).toEqual({ delayMs: 50 });
  });
});

describe('the pieces of a press', () => {
  test('add up to the whole in every sample', () => {
    for (const settings of COMBINATIONS) {
      const { inputToPhotonMs, pieces } = sampleRun(settings);
      inputToPhotonMs!.samples!.forEach((whole, index) => {
        const sum = PIECE_NAMES.reduce((total, name) => total + (pieces![name]?.samples?.[index] ?? 0), 0);
        expect(sum).toBeCloseTo(whole, 1);
      });
    }
  });

  test('have a rest of their own where the browser doesn’t tell all', () => {
    const { pieces } = latencyOf([
      { inputToPhotonMs: 20, pieces: { coreMs: 5, decodeMs: 2 } },
      { inputToPhotonMs: 30, pieces: { coreMs: 5 } },
    ]);
    expect(Object.keys(pieces)).toEqual(['coreMs', 'otherMs']);
    expect(pieces.otherMs!.samples).toEqual([15, 25]);
  });

  test('have none where they explain everything', () => {
    const { pieces } = latencyOf([{ inputToPhotonMs: 0.3, pieces: { coreMs: 0.1, decodeMs: 0.2 } }]);
    expect(pieces.otherMs).toBeUndefined();
  });

  test('of no press are none', () => {
    expect(latencyOf([])).toEqual({ pieces: {} });
  });
});

describe('a combination', () => {
  test('is the same whatever the order of its settings', () => {
    const { game, ...others } = DATA_CHANNEL;
    expect(combinationKey({ ...others, game })).toBe(combinationKey(DATA_CHANNEL));
    expect(combinationKey({ ...DATA_CHANNEL, viewers: 4 })).not.toBe(combinationKey(DATA_CHANNEL));
  });

  test('is named by what tells it from the others', () => {
    expect(labelCombinations([DATA_CHANNEL, { ...DATA_CHANNEL, codec: 'vp8', viewers: 4 }])).toEqual({
      common: 'test-pattern · chromium · data channel · no relay · secure page · single presses',
      labels: ['H.264 · 1 viewer', 'VP8 · 4 viewers'],
    });
    expect(labelCombinations([DATA_CHANNEL]).labels).toEqual(['']);
    expect(labelCombinations([])).toEqual({ common: '', labels: [] });
  });
});

describe('what processes cost', () => {
  const total = (cost: Parameters<typeof withTotal>[0]) => withTotal(cost)?.total;

  test('is added up for the host’s own', () => {
    const host = { cpuShare: 0.25, memoryBytes: 100 };
    const browser = { cpuShare: 4, memoryBytes: 4000 };
    expect(total({ host, core: { cpuShare: 0.5, memoryBytes: 50 }, browser })).toEqual({
      cpuShare: 0.75,
      memoryBytes: 150,
    });
  });

  test('is not added up where a part is missing, or the sum is there', () => {
    expect(total({ host: { cpuShare: 0.25 }, core: { memoryBytes: 1 } })).toEqual({});
    expect(total({ host: { cpuShare: 0.25 }, total: { cpuShare: 1 } })).toEqual({ cpuShare: 1 });
    expect(total({ browser: { cpuShare: 1 } })).toBeUndefined();
    expect(withTotal(undefined)).toBeUndefined();
  });
});
