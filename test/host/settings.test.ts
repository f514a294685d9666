import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSettings, type SettingFlags } from '../../src/host/settings.js';
import { PLAYER_RIGHTS } from '../../src/protocol/room-action.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

interface Given {
  readonly flags?: SettingFlags;
  readonly environment?: Record<string, string>;
  readonly config?: unknown;
  readonly packageUrl?: string | null;
}

async function load({ flags = {}, environment = {}, config, packageUrl = null }: Given) {
  const folder = await temporaryFolder();
  const configDir = join(folder, 'config');
  await mkdir(configDir);
  if (config !== undefined) {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    await writeFile(join(configDir, 'config.json'), text);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ cloudgame: { playerUrl: packageUrl } }));
  return loadSettings({ flags, environment, configDir, packageRoot: folder });
}

describe('the settings of a host', () => {
  test('have defaults for a beginner', async () => {
    expect(await load({})).toEqual({
      signalling: { kind: 'server', url: 'wss://0.peerjs.com/?key=peerjs' },
      iceServers: ['stun:stun.l.google.com:19302'],
      codec: 'vp8',
      sandbox: 'auto',
      playersMay: ['pause'],
    });
  });

  test('come from the flag, else the environment, else the file, else the package', async () => {
    const packageUrl = 'https://package.example/';
    const config = { playerUrl: 'https://file.example/' };
    const environment = { CLOUDGAME_PLAYER_URL: 'https://environment.example/' };
    const flags = { 'player-url': 'https://flag.example/' };
    const urls = [
      await load({ packageUrl }),
      await load({ packageUrl, config }),
      await load({ packageUrl, config, environment }),
      await load({ packageUrl, config, environment, flags }),
    ].map(({ playerUrl }) => playerUrl);
    expect(urls).toEqual([
      'https://package.example/v1/',
      'https://file.example/v1/',
      'https://environment.example/v1/',
      'https://flag.example/v1/',
    ]);
  });

  test('can all be given in the environment', async () => {
    const environment = {
      CLOUDGAME_SIGNAL: 'embedded',
      CLOUDGAME_ICE_SERVERS: 'stun:a.example, turn:me:secret@b.example:3478',
      CLOUDGAME_FFMPEG: '/opt/ffmpeg',
      CLOUDGAME_CODEC: 'h264',
      CLOUDGAME_SANDBOX: 'require',
      CLOUDGAME_PLAYERS_MAY: 'save,load',
      CLOUDGAME_PORT: '8080',
      CLOUDGAME_LISTEN: '127.0.0.1',
    };
    expect(await load({ environment })).toEqual({
      signalling: { kind: 'embedded' },
      iceServers: ['stun:a.example', 'turn:me:secret@b.example:3478'],
      ffmpegPath: '/opt/ffmpeg',
      codec: 'h264',
      sandbox: 'require',
      playersMay: ['save', 'load'],
      port: 8080,
      listenAddress: '127.0.0.1',
    });
  });

  test('can all be given in the file', async () => {
    const config = {
      playerUrl: 'https://example.org/play',
      signal: 'wss://meet.example.org/',
      iceServers: [],
      ffmpeg: 'ffmpeg7',
      codec: 'h264',
      sandbox: 'off',
      playersMay: ['all'],
      port: 9001,
      listen: '::1',
    };
    expect(await load({ config })).toEqual({
      playerUrl: 'https://example.org/play/v1/',
      signalling: { kind: 'server', url: 'wss://meet.example.org/?key=peerjs' },
      iceServers: [],
      ffmpegPath: 'ffmpeg7',
      codec: 'h264',
      sandbox: 'off',
      playersMay: [...PLAYER_RIGHTS],
      port: 9001,
      listenAddress: '::1',
    });
  });

  test('take an empty variable for none', async () => {
    expect(await load({ environment: { CLOUDGAME_SIGNAL: '', CLOUDGAME_PORT: '' } })).toEqual(await load({}));
  });

  test('can do without STUN', async () => {
    expect((await load({ flags: { 'ice-server': ['none'] } })).iceServers).toEqual([]);
  });
});

describe('a wrong setting', () => {
  test.each<[string, Given, RegExp]>([
    ['in a flag', { flags: { signal: 'nonsense' } }, /^--signal: "nonsense" is not the URL/],
    ['in the environment', { environment: { CLOUDGAME_PORT: '80a' } }, /^CLOUDGAME_PORT: 80a is no port/],
    ['in the file', { config: { playerUrl: 'x' } }, /^"playerUrl" in .*config\.json: "x" is not the address/],
    ['in the package', { packageUrl: 'x' }, /^"cloudgame.playerUrl" in .*package\.json: /],
    [
      'of the codec',
      { environment: { CLOUDGAME_CODEC: 'av1' } },
      /^CLOUDGAME_CODEC: There is no codec "av1"/,
    ],
    [
      'of the sandbox',
      { environment: { CLOUDGAME_SANDBOX: 'on' } },
      /^CLOUDGAME_SANDBOX: There is no sandbox "on"/,
    ],
    ['of ICE servers', { flags: { 'ice-server': ['stun:a', 'x'] } }, /^--ice-server: "x" is no STUN/],
    [
      'of a type in the file',
      { config: { port: '80' } },
      /^The field "port" in .*config\.json must be a whole/,
    ],
    [
      'of a list in the file',
      { config: { iceServers: [1] } },
      /^The field "iceServers" in .* must be a list/,
    ],
    [
      'that the file doesn’t know',
      { config: { singal: 'x' } },
      /have no field "singal"; the fields are playerUrl/,
    ],
    [
      'of an object in the file',
      { config: { cores: ['nes'] } },
      /^The field "cores" in .* must be an object/,
    ],
    ['for the whole file', { config: [] }, /config\.json are no JSON object/],
    ['that is no JSON', { config: '{' }, /config\.json are no JSON \(/],
  ])('%s is a usage error that names its place', async (_place, given, message) => {
    await expect(load(given)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\.$/),
    });
  });

  test('of a page over https with signalling without encryption is told before anything starts', async () => {
    await expect(
      load({ flags: { 'player-url': 'https://example.org/', signal: 'ws://meet.example.org/' } }),
    ).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('over https') });
  });
});
