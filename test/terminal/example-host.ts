import type { UntimedStats } from '../../src/host/events.js';
import type { HostFacts } from '../../src/host/host-view.js';
import { type ActionChoice, NO_CHOICE, PLAYER_RIGHTS } from '../../src/protocol/room-action.js';

export const FACTS: HostFacts = {
  title: 'Snake',
  core: 'snake',
  seats: 4,
  framesPerSecond: 60,
  codec: 'vp8',
  sandbox: { means: 'none', enforced: [], missing: [], reason: 'it is switched off' },
  links: {
    own: 'http://localhost:8010/v1/#1.aaaa.bbbb',
    local: 'http://192.168.1.2:8010/v1/#1.aaaa.bbbb',
    public: 'https://play.example.org/v1/#1.aaaa.bbbb',
    watch: {
      own: 'http://localhost:8010/v1/#1.aaaa.cccc',
      local: 'http://192.168.1.2:8010/v1/#1.aaaa.cccc',
      public: 'https://play.example.org/v1/#1.aaaa.cccc',
    },
  },
};

export const CHOICE: ActionChoice = {
  ...NO_CHOICE,
  rights: PLAYER_RIGHTS.filter((right) => right !== 'disc'),
};

const BEST = {
  codec: 'vp8',
  width: 320,
  height: 240,
  framesPerSecond: 60,
  bitrateBps: 1_843_200,
  reduced: false,
  viewers: 0,
} as const;

export const QUIET: UntimedStats = {
  state: 'playing',
  fps: 60,
  encodedFps: 60,
  framesDropped: 0,
  bitrateBps: 1_234_567,
  seatsTaken: 0,
  watchers: 0,
  viewers: [],
  renditions: [BEST],
  eventLoopDelayMs: 0.6,
  encoderRestarts: 0,
  coreRestarts: 0,
};

const viewer = {
  bitrateBps: 1_300_000,
  capacityBps: null,
  queueMs: 0,
  silentMs: 0,
  rendition: 0,
  transport: 'rtp',
  candidateType: 'host',
} as const;

export const BUSY: UntimedStats = {
  ...QUIET,
  fps: 51.3,
  framesDropped: 17,
  seatsTaken: 2,
  watchers: 3,
  viewers: [
    { ...viewer, id: 'a', seat: 1, roundTripMs: 12.4, lossPercent: 0 },
    { ...viewer, id: 'b', seat: 3, roundTripMs: 148.6, lossPercent: 4.7 },
    { ...viewer, id: 'c', seat: null, roundTripMs: null, lossPercent: null },
  ],
};

/** A room where seat 3 and a watcher are on narrow paths, and the path of seat 1 has just stopped. */
export const NARROW: UntimedStats = {
  ...BUSY,
  fps: 60,
  framesDropped: 0,
  renditions: [
    { ...BEST, viewers: 1 },
    { ...BEST, width: 240, height: 180, framesPerSecond: 30, bitrateBps: 212_000, reduced: true, viewers: 2 },
  ],
  viewers: [
    { ...viewer, id: 'a', seat: 1, roundTripMs: 12.4, lossPercent: 0, silentMs: 3_200 },
    { ...viewer, id: 'b', seat: 3, roundTripMs: 48, lossPercent: 0, capacityBps: 600_000, rendition: 1 },
    {
      ...viewer,
      id: 'c',
      seat: null,
      roundTripMs: 90,
      lossPercent: 2,
      capacityBps: 1_040_000,
      queueMs: 130.4,
      rendition: 1,
    },
  ],
  watchers: 1,
};
