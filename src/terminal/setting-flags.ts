import { Flags } from '@oclif/core';
import { MOST_REWIND_MIB, ON_OR_OFF, RUN_AHEAD_CHOICES } from '../host/play-settings.js';
import { SANDBOX_MODES } from '../pipeline/core/sandbox.js';
import { PICTURE_SCALES } from '../pipeline/video/enlargement.js';
import { PLAYER_RIGHTS } from '../protocol/room-action.js';
import { TRANSPORT_SETTINGS } from '../room/transport-choice.js';

/** Flags that stand for settings (`loadSettings` adds environment, file and defaults). */
export const settingFlags = {
  'player-url': Flags.string({
    summary: 'Address of the published player page, for the public link. [env: CLOUDGAME_PLAYER_URL]',
  }),
  signal: Flags.string({
    summary: '`embedded`, or the wss: URL of a PeerJS server. [env: CLOUDGAME_SIGNAL]',
  }),
  'ice-server': Flags.string({
    summary:
      'STUN or TURN server, such as stun:host:port or turn:user:password@host:port; `none` for none. [env: CLOUDGAME_ICE_SERVERS]',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ffmpeg: Flags.string({ summary: 'ffmpeg program to use. [env: CLOUDGAME_FFMPEG]' }),
  codec: Flags.string({
    summary: 'Codec of the picture: vp8 plays everywhere. [env: CLOUDGAME_CODEC]',
    options: ['vp8', 'h264'],
  }),
  transport: Flags.string({
    summary:
      'How pictures go to browsers: `frames` is the fastest, `rtp` repairs loss, `auto` takes the better one for each. [env: CLOUDGAME_TRANSPORT]',
    options: TRANSPORT_SETTINGS,
  }),
  scale: Flags.string({
    summary:
      'How many times larger than the core’s the picture is sent: 2 keeps the colours of single pixels, and takes the encoder three times as long; 1 by default. [env: CLOUDGAME_SCALE]',
    options: PICTURE_SCALES.map(String),
  }),
  'system-dir': Flags.string({
    summary:
      'Folder of the BIOS files that some cores need; by default one of cloudgame’s own, or RetroArch’s. [env: CLOUDGAME_SYSTEM_DIR]',
  }),
  sandbox: Flags.string({
    summary:
      'How strictly the core is kept from network and files: `require` plays only in bubblewrap. [env: CLOUDGAME_SANDBOX]',
    options: SANDBOX_MODES,
  }),
  'players-may': Flags.string({
    summary: `What players may do from the page: ${PLAYER_RIGHTS.join(', ')}, with commas between them, \`all\` or \`none\`; pause by default. [env: CLOUDGAME_PLAYERS_MAY]`,
  }),
  'run-ahead': Flags.string({
    summary:
      'Frames that the core is run ahead, which takes as much of the game’s own lag out; `auto` measures the lag; 0 by default. [env: CLOUDGAME_RUN_AHEAD]',
    options: RUN_AHEAD_CHOICES,
  }),
  'phase-lock': Flags.string({
    summary:
      'Whether the game’s clock follows the display of the first player, which saves the wait for it; off by default. [env: CLOUDGAME_PHASE_LOCK]',
    options: ON_OR_OFF,
  }),
  'rewind-memory': Flags.integer({
    summary:
      'Memory for rewinding the game, in MiB; 24 by default, 0 switches it off. [env: CLOUDGAME_REWIND_MEMORY]',
    min: 0,
    max: MOST_REWIND_MIB,
  }),
  port: Flags.integer({
    summary: 'TCP port of the web server; the first free one by default. [env: CLOUDGAME_PORT]',
    min: 1,
    max: 65535,
  }),
  listen: Flags.string({
    summary: 'Address that the web server listens on; all by default. [env: CLOUDGAME_LISTEN]',
  }),
};
