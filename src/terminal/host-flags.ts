import { Flags } from '@oclif/core';
import { SLOTS } from '../protocol/room-action.js';
import { jsonFlag } from './base-command.js';
import { LINK_CHOICES } from './link-output.js';
import { settingFlags } from './setting-flags.js';

/** Flags of every command that hosts a game. */
export const hostFlags = {
  ...settingFlags,
  bitrate: Flags.integer({
    summary: 'Bitrate of the picture in kb/s; by its size where it is not given.',
    min: 100,
    max: 50_000,
  }),
  option: Flags.string({
    summary: 'Option of the core, as key=value; may be repeated. `cloudgame cores info NAME` lists them.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  controller: Flags.string({
    summary: 'What to plug into a port in place of a pad, as 2=Zapper; may be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  cheat: Flags.string({
    summary: 'Cheat code for the game, in the form that its core takes; may be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'max-viewers': Flags.integer({
    summary: 'How many people may be in at the same time, players and watchers.',
    default: 16,
    min: 1,
    max: 200,
  }),
  'new-link': Flags.boolean({ summary: 'Make new links; the old ones stop working.' }),
  resume: Flags.boolean({
    summary: 'Go on from the newest automatic state; a terminal is asked by default. Not beside --slot.',
    allowNo: true,
  }),
  slot: Flags.integer({
    summary: 'Go on from the state in this slot. Not beside --resume or --no-resume.',
    min: 1,
    max: SLOTS,
  }),
  link: Flags.option({
    summary:
      'Which link a pipe gets: by default the public one if its door opens within 3 s, else the local one.',
    options: LINK_CHOICES,
  })(),
  'early-ticks': Flags.boolean({
    summary: 'Whether inputs may bring steps forward, for measurements.',
    allowNo: true,
    hidden: true,
  }),
  trace: Flags.string({
    summary: 'File to which the times of every frame and input go, for measurements.',
    hidden: true,
  }),
  tape: Flags.string({
    summary: 'File to which encoded pictures go, and some of those that they were made of, for measurements.',
    hidden: true,
  }),
  json: jsonFlag,
};
