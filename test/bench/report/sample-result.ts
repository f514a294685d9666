import type { Combination } from '../../../src/bench/report/combination.js';
import { distributionOf } from '../../../src/bench/report/distribution.js';
import { latencyOf, type PressSample } from '../../../src/bench/report/latency.js';
import type { BenchResult, RunResult } from '../../../src/bench/report/result.js';
import { benchResultOf } from '../../../src/bench/report/summarize.js';
import type { TimePoint } from '../../../src/bench/report/time-line.js';

/** Results with figures like real ones, the same at every call with the same seed. */

/** Mulberry32: evenly spread numbers from 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const DATA_CHANNEL: Combination = {
  game: 'test-pattern',
  codec: 'h264',
  transport: 'frames',
  viewers: 1,
  network: 'none',
  browser: 'chromium',
  securePage: true,
  presses: 'isolated',
};

export const COMBINATIONS: readonly Combination[] = [
  DATA_CHANNEL,
  { ...DATA_CHANNEL, codec: 'vp8' },
  { ...DATA_CHANNEL, transport: 'rtp' },
  { ...DATA_CHANNEL, transport: 'rtp', securePage: false },
  { ...DATA_CHANNEL, browser: 'firefox', codec: 'vp8' },
  { ...DATA_CHANNEL, browser: 'firefox', codec: 'vp8', transport: 'rtp' },
  { ...DATA_CHANNEL, transport: 'auto', network: 'wifi', presses: 'mashing' },
];

/** A run of the combination; `slower` adds so many milliseconds to the network. */
export function sampleRun(combination: Combination, repeat = 1, slower = 0): RunResult {
  const random = randomNumbers(repeat * 7919 + JSON.stringify(combination).length * 31);
  const rtp = combination.transport === 'rtp';
  const firefox = combination.browser === 'firefox';
  const wayMs = combination.network === 'none' ? 0.2 : 4;
  const presses = Array.from({ length: 240 }, (): PressSample => {
    const pieces = {
      inputWayMs: 0.4 + wayMs + random() ** 3 * 1.8,
      tickWaitMs: rtp ? random() * 16.7 : random() ** 4 * 3.8,
      coreMs: 0.4 + random() * 0.3,
      encodeMs: (combination.codec === 'vp8' ? 1.7 : 1) + random() ** 2 * 0.9,
      sendMs: 0.15 + random() * 0.2,
      networkMs: 0.3 + wayMs + slower + random() ** 4 * 2,
      ...(!firefox && { jitterBufferMs: rtp ? 7 + random() * 4 : 0.4 * random() }),
      decodeMs: 0.3 + random() ** 2 * 0.8,
      presentationMs: random() * 16.6 + (firefox ? 3 : 0),
    };
    const drawn = Object.values(pieces).reduce((sum, piece) => sum + piece, 0) - pieces.presentationMs;
    const untold = firefox && rtp ? 9 + random() * 4 : 0;
    return {
      pieces,
      inputToDrawnMs: drawn + untold,
      inputToPhotonMs: drawn + pieces.presentationMs + untold,
    };
  });
  const hz = 60.0988;
  const intervals = Array.from({ length: 600 }, () => 1000 / hz + (random() - 0.5) * (rtp ? 0.8 : 3));
  const photon = distributionOf(presses.map(({ inputToPhotonMs }) => inputToPhotonMs + 0.7 + random()));
  const isPath = combination.network !== 'none';
  return {
    combination,
    repeat,
    durationMs: 20_000,
    ...latencyOf(presses),
    tickIntervalMs: distributionOf(intervals),
    displayIntervalMs: distributionOf(
      intervals.map((interval) => Math.max(1, Math.round(interval / 16.667)) * 16.667),
    ),
    roundTripMs: distributionOf(presses.map(() => 0.4 + 2 * wayMs + random())),
    eventLoopDelayMs: distributionOf(presses.map(() => 0.05 + random() ** 5 * 3)),
    frames: {
      made: 1202,
      encoded: 1202,
      sent: 1202,
      received: isPath ? 1194 : 1202,
      decoded: isPath ? 1191 : 1202,
      presented: isPath ? 1188 : 1200,
      dropped: isPath ? 14 : 2,
      repeated: isPath ? 9 : 1,
      keyframes: isPath ? 6 : 1,
      freezes: isPath ? 2 : 0,
      longestFreezeMs: isPath ? 133.3 : 33.3,
      totalFreezeMs: isPath ? 250 : 0,
      fps: isPath ? 59.4 : 60,
    },
    join: {
      linkToChannelMs: 290 + random() * 60,
      linkToFirstFrameMs: 360 + random() * 80,
      linkToFirstSoundMs: 420 + random() * 120,
    },
    picture: {
      width: 512,
      height: 480,
      bitrateBps: 1_450_000 + random() * 100_000,
      ssim: combination.codec === 'vp8' ? 0.978 : 0.983,
      psnrDb: 38.4,
    },
    sound: {
      bitrateBps: 96_000,
      concealedShare: isPath ? 0.004 : 0,
      bufferMs: 41 + random() * 2,
      delayMs: 52 + random() * 4,
      audioVideoOffsetMs: 21,
    },
    cost: {
      host: {
        cpuShare: 0.055 + random() * 0.01,
        memoryBytes: 96e6 + random() * 2e6,
        memoryGrowthShare: 0.01,
      },
      core: { cpuShare: 0.06 + random() * 0.01, memoryBytes: 71e6 },
      video: { cpuShare: 0.085 + random() * 0.01, memoryBytes: 54e6 },
      audio: { cpuShare: 0.011, memoryBytes: 38e6 },
      browser: { cpuShare: 0.3 + random() * 0.04, memoryBytes: 640e6 },
    },
    ...(isPath && {
      networkRelay: {
        packets: 6120,
        bytes: 4_100_000,
        delivered: 6091,
        lost: 29,
        overflowed: 0,
        reordered: 12,
      },
    }),
    ...(!rtp && photon !== undefined && { fromOutside: { keyToPixelMs: photon, missed: 0 } }),
    transports: [{ atMs: 0, transport: rtp ? 'rtp' : 'frames' }],
    timeLine: sampleTimeLine(random, 20, rtp ? 'rtp' : 'frames'),
    warnings: [],
  };
}

/** One session in which the path changes: clean, loss, a narrow link, delay, and clean again. */
export function changingPathRun(): RunResult {
  const run = sampleRun({ ...DATA_CHANNEL, transport: 'auto', network: 'changing' });
  const random = randomNumbers(6);
  return {
    ...run,
    durationMs: 100_000,
    transports: [
      { atMs: 0, transport: 'frames' },
      { atMs: 21_400, transport: 'rtp', reason: 'Packets were lost.' },
      { atMs: 86_200, transport: 'frames', reason: 'The path is clean again.' },
    ],
    networkPhases: [
      { atMs: 0, name: 'clean' },
      { atMs: 20_000, name: '3 % loss' },
      {
        ...{ atMs: 40_000, name: '600 kb/s', cut: true, durationMs: 20_000, fps: 29.4 },
        ...{ freezes: 1, longestFreezeMs: 390, flowsAfterMs: 2_400 },
      },
      { atMs: 60_000, name: '+150 ms' },
      { atMs: 80_000, name: 'clean' },
    ],
    freezes: [
      { atMs: 21_200, lengthMs: 180 },
      { atMs: 40_300, lengthMs: 390 },
    ],
    timeLine: sampleTimeLine(random, 100, 'frames').map((point): TimePoint => {
      const second = point.atMs / 1000;
      const rtp = second > 21 && second <= 86;
      const narrow = second > 40 && second <= 62;
      const lossy = second > 20 && second <= 40;
      return {
        ...point,
        transport: rtp ? 'rtp' : 'frames',
        fps: narrow ? 29 + random() * 2 : lossy ? 58 + random() * 2 : 59.6 + random() * 0.6,
        bitrateBps: narrow ? 470_000 + random() * 60_000 : 1_350_000 + random() * 200_000,
        width: narrow ? 256 : 512,
        height: narrow ? 240 : 480,
        longestGapMs:
          second === 41 ? 240 : second === 22 ? 180 : lossy && random() > 0.8 ? 120 : 17 + random() * 17,
        freezeMs: second === 41 ? 390 : second === 22 ? 180 : 0,
        lossShare: lossy ? 0.02 + random() * 0.02 : 0,
        roundTripMs: second > 60 && second <= 80 ? 151 + random() * 3 : 1 + random(),
        inputToPhotonMs: (rtp ? 38 : 13) + (second > 60 && second <= 80 ? 150 : 0) + random() * 3,
        concealedShare: lossy ? random() * 0.03 : 0,
        soundDelayMs: 52 + (lossy ? 18 : 0) + random() * 4,
      };
    }),
  };
}

function sampleTimeLine(random: () => number, seconds: number, transport: 'rtp' | 'frames'): TimePoint[] {
  return Array.from({ length: seconds }, (_, index) => ({
    atMs: (index + 1) * 1000,
    transport,
    fps: 59.6 + random() * 0.6,
    bitrateBps: 1_350_000 + random() * 200_000,
    width: 512,
    height: 480,
    freezeMs: 0,
    longestGapMs: 17 + random() * 17,
    roundTripMs: 0.5 + random(),
    inputToPhotonMs: (transport === 'rtp' ? 37 : 13) + random() * 3,
    concealedShare: 0,
    soundDelayMs: 50 + random() * 6,
    eventLoopDelayMs: 0.4 + random() ** 4 * 4,
    cost: {
      host: {
        cpuShare: 0.05 + random() * 0.02,
        memoryBytes: 90e6 + Math.min(index, 8) * 8e5 + random() * 4e5,
      },
      core: { cpuShare: 0.06 + random() * 0.01, memoryBytes: 71e6 },
      video: { cpuShare: 0.085 + random() * 0.01, memoryBytes: 54e6 },
    },
  }));
}

export function sampleResult(runs?: readonly RunResult[]): BenchResult {
  return benchResultOf({
    startedAt: '2026-02-03T12:34:56.789Z',
    machine: {
      cpu: 'AMD EPYC 7B13',
      cores: 2,
      memoryBytes: 8_232_108_032,
      os: 'Linux 6.1.0 (Debian 12)',
      node: '20.19.0',
      cloudgame: '0.1.0',
      ffmpeg: '5.1.9-0+deb12u1',
      browsers: [
        { name: 'chromium', version: '156.0.7390.54' },
        { name: 'firefox', version: '153.2.0esr' },
      ],
    },
    settings: {
      command: [
        'cloudgame',
        'bench',
        'test-pattern',
        '--codec',
        'vp8,h264',
        '--browser',
        'chromium,firefox',
        '--repeat',
        '3',
      ],
      durationMs: 20_000,
      warmUpMs: 3000,
      repeats: 3,
    },
    runs: [
      ...(runs ?? COMBINATIONS.flatMap((settings) => [1, 2, 3].map((repeat) => sampleRun(settings, repeat)))),
    ],
    warnings: [],
  });
}
