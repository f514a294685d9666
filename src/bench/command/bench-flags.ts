import { Flags } from '@oclif/core';
import { SIZES } from '../../../cores/test-pattern/sizes.js';
import { screenFlags } from './screen-flags.js';

/** Flags of `cloudgame bench`; those with commas measure each of several with all others. */
export const benchFlags = {
  codec: Flags.string({
    summary: 'Codecs of the picture: vp8, h264; all that the browser plays by default.',
  }),
  transport: Flags.string({
    summary: 'Ways of the picture: auto as the host chooses, or forced rtp, frames.',
    default: 'auto',
  }),
  viewers: Flags.string({ summary: 'Numbers of viewers.', default: '1' }),
  sessions: Flags.string({
    summary: 'Numbers of hosts side by side; those beside the measured one have one viewer each.',
    default: '1',
  }),
  size: Flags.string({
    summary: `Sizes of the test pattern’s picture: ${SIZES.join(', ')}.`,
  }),
  network: Flags.string({
    summary:
      'Networks in between: none, lan, wifi, 4g, lossy, changing, or settings, over time too (docs/benchmarks.md).',
    default: 'none',
  }),
  page: Flags.string({
    summary: 'Kinds of pages: secure as on https and localhost, insecure as on plain http elsewhere.',
    default: 'secure,insecure',
  }),
  presses: Flags.string({
    summary: 'Ways to play: isolated presses of one player, or two players mashing.',
    default: 'isolated,mashing',
  }),
  duration: Flags.integer({ summary: 'Seconds that each run measures.', default: 20, min: 2, max: 86_400 }),
  soak: Flags.string({
    summary: 'Measure once for so long, as in 60m or 8h, to see what grows: memory, delays.',
    exclusive: ['repeat', 'duration'],
  }),
  'warm-up': Flags.integer({
    summary:
      'Seconds that each run plays before it measures; 3 by default, a tenth of a soak, five minutes at most.',
    min: 1,
    max: 3_600,
  }),
  repeat: Flags.integer({ summary: 'Runs of each combination.', default: 3, min: 1, max: 100 }),
  browser: Flags.string({
    summary:
      'Browser to measure in: chromium, firefox, or the path of one; the first that is found by default.',
  }),
  'host-flag': Flags.string({
    summary: 'Further flag of `cloudgame host`, as in --host-flag=--run-ahead=2; may be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ...screenFlags,
  json: Flags.boolean({ summary: 'Print the result as one JSON object (docs/bench-json.md).' }),
  html: Flags.string({ summary: 'File for a report with charts, to be opened in a browser.' }),
  compare: Flags.string({ summary: 'Result of an earlier run, a file of --json, to compare with.' }),
  assert: Flags.string({
    summary:
      'What has to hold, such as "inputToPhotonMs.p95<60"; if it doesn’t, the exit code is 7. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
};
