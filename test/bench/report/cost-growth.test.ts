import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import type { Combination } from '../../../src/bench/report/combination.js';
import { costGrowthOf } from '../../../src/bench/report/cost-growth.js';
import { htmlReport } from '../../../src/bench/report/html/report.js';
import { summaryText } from '../../../src/bench/report/summary-text.js';
import { DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

function runWith(more: Partial<Combination>, cpuShare: number) {
  const run = sampleRun(DATA_CHANNEL);
  const cost = {
    host: { cpuShare: cpuShare / 2, memoryBytes: 9e7 },
    core: { cpuShare: cpuShare / 2, memoryBytes: 6e7 },
  };
  const frames = { ...run.frames, droppedByHost: 2 };
  return { ...run, combination: { ...DATA_CHANNEL, ...more }, cost, frames };
}

test('cost grows by a straight line through what each number of viewers took', () => {
  const result = sampleResult([
    runWith({ viewers: 16 }, 0.35),
    runWith({ viewers: 1 }, 0.2),
    runWith({ viewers: 1, sessions: 3 }, 0.6),
  ]);
  expect(result.costGrowth).toMatchObject([
    {
      of: 'viewers',
      combination: { ...DATA_CHANNEL, viewers: 1 },
      points: [
        { number: 1, cpuShare: 0.2, memoryBytes: 15e7, droppedByHost: 2 },
        { number: 16, cpuShare: 0.35 },
      ],
    },
    { of: 'sessions', points: [{ number: 1 }, { number: 3, cpuShare: 0.6 }] },
  ]);
  expect(result.costGrowth![0]!.cpuSharePerMore).toBeCloseTo(0.01);
  expect(result.costGrowth![1]!.cpuSharePerMore).toBeCloseTo(0.2);
  const lines = summaryText(result, 200, new Chalk({ level: 0 }));
  expect(lines.find((line) => line.startsWith('CPU of the hosts’ processes by viewers'))).toMatch(
    /1: 20 %, 16: 35 %; each further viewer 1\.000? %\.$/,
  );
  expect(htmlReport(result)).toMatch(/<b>1\.000?<\/b> % for each further viewer/);
});

test('cost grows with the pixels of a picture', () => {
  const result = sampleResult([
    runWith({ size: '640x480' }, 0.45),
    runWith({ size: '256x240' }, 0.2),
    runWith({ viewers: 2 }, 0.3),
  ]);
  expect(result.costGrowth).toMatchObject([
    {
      of: 'pixels',
      combination: { ...DATA_CHANNEL, size: '256x240' },
      points: [
        { number: 61_440, cpuShare: 0.2 },
        { number: 307_200, cpuShare: 0.45 },
      ],
    },
  ]);
  expect(result.costGrowth![0]!.cpuSharePerMore * 245_760).toBeCloseTo(0.25);
  expect(summaryText(result, 200, new Chalk({ level: 0 })).join('\n')).toMatch(
    /by pixels[^\n]*61440: 20 %, 307200: 45 %; each further 10,000 pixels 1\.02 %\./,
  );
  expect(htmlReport(result)).toContain('<b>1.02</b> % for each further 10,000 pixels');
});

test('what was measured with one number alone doesn’t grow', () => {
  const { summary } = sampleResult([runWith({ viewers: 4 }, 0.3)]);
  expect(costGrowthOf(summary)).toEqual([]);
});

test('a soak says what memory and delays grew by', () => {
  const run = runWith({}, 0.2);
  const cost = { host: { ...run.cost.host, memoryGrowthShare: 0.021 } };
  const growth = {
    inputToPhotonMsPerHour: -0.4,
    soundDelayMsPerHour: 3,
    soundBufferAtStartMs: 17,
    soundBufferAtEndMs: 17.2,
  };
  const sound = { breaks: 3, concealedShare: 0.00002, leftOutShare: 0 };
  const lines = summaryText(sampleResult([{ ...run, cost, growth, sound }]), 200, new Chalk({ level: 0 }));
  expect(lines).toContain('Memory at the end, and its growth: host 90 MB (+2.1 %).');
  expect(lines).toContain('Growth of delays per hour: the picture −0.4 ms, the sound +3.0 ms.');
  expect(lines).toContain(
    'Sound: buffer 17.0 ms at the start and 17.2 at the end, 3 breaks, 0.002 % concealed, 0.000 % left out.',
  );
});
