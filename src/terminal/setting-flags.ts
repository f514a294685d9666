import { Flags } from '@oclif/core';
import { SANDBOX_MODES } from '../pipeline/core/sandbox.js';
import { PLAYER_RIGHTS } from '../protocol/room-action.js';

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
  port: Flags.integer({
    summary: 'TCP port of the web server; the first free one by default. [env: CLOUDGAME_PORT]',
    min: 1,
    max: 65535,
  }),
  listen: Flags.string({
    summary: 'Address that the web server listens on; all by default. [env: CLOUDGAME_LISTEN]',
  }),
};
