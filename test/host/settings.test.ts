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
      transport: 'auto',
      sandbox: 'auto',
      playersMay: ['pause'],
    });
  });

  test('are read behind the byte order mark of editors on Windows', async () => {
    const config = `\uFEFF${JSON.stringify({ codec: 'h264' })}`;
    expect(await load({ config })).toMatchObject({ codec: 'h264' });
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
      CLOUDGAME_TRANSPORT: 'frames',
      CLOUDGAME_SCALE: '2',
      CLOUDGAME_SANDBOX: 'require',
      CLOUDGAME_PLAYERS_MAY: 'save,load',
      CLOUDGAME_RUN_AHEAD: '3',
      CLOUDGAME_PHASE_LOCK: 'on',
      CLOUDGAME_REWIND_MEMORY: '0',
      CLOUDGAME_PORT: '8080',
      CLOUDGAME_LISTEN: '127.0.0.1',
    };
    expect(await load({ environment })).toEqual({
      signalling: { kind: 'embedded' },
      iceServers: ['stun:a.example', 'turn:me:secret@b.example:3478'],
      ffmpegPath: '/opt/ffmpeg',
      codec: 'h264',
      transport: 'frames',
      scale: 2,
      sandbox: 'require',
      playersMay: ['save', 'load'],
      runAhead: 3,
      phaseLock: true,
      rewindBytes: 0,
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
      transport: 'rtp',
      scale: 1,
      sandbox: 'off',
      playersMay: ['all'],
      runAhead: 0,
      phaseLock: 'off',
      rewindMemory: 100,
      port: 9001,
      listen: '::1',
    };
    expect(await load({ config })).toEqual({
      playerUrl: 'https://example.org/play/v1/',
      signalling: { kind: 'server', url: 'wss://meet.example.org/?key=peerjs' },
      iceServers: [],
      ffmpegPath: 'ffmpeg7',
      codec: 'h264',
      transport: 'rtp',
      scale: 1,
      sandbox: 'off',
      playersMay: [...PLAYER_RIGHTS],
      runAhead: 0,
      phaseLock: false,
      rewindBytes: 100 * 1024 * 1024,
      port: 9001,
      listenAddress: '::1',
    });
  });

  test('take an empty variable for none', async () => {
    expect(await load({ environment: { CLOUDGAME_SIGNAL: '', CLOUDGAME_PORT: '' } })).toEqual(await load({}));
  });

  test('run the core ahead by none to four frames, or as many as it needs', async () => {
    for (const frames of [0, 1, 2, 3, 4]) {
      const environment = { CLOUDGAME_RUN_AHEAD: String(frames) };
      for (const given of [{ environment }, { config: { runAhead: frames } }]) {
        expect((await load(given)).runAhead).toBe(frames);
      }
    }
    expect((await load({ environment: { CLOUDGAME_RUN_AHEAD: 'auto' } })).runAhead).toBe('auto');
    expect((await load({ config: { runAhead: 'auto' } })).runAhead).toBe('auto');
  });

  test('lock the phase where that is on, and nothing in between', async () => {
    expect(
      (await load({ flags: { 'phase-lock': 'off' }, environment: { CLOUDGAME_PHASE_LOCK: 'on' } })).phaseLock,
    ).toBe(false);
    await expect(load({ environment: { CLOUDGAME_PHASE_LOCK: 'yes' } })).rejects.toThrow('can\'t be "yes"');
    await expect(load({ config: { phaseLock: true } })).rejects.toThrow(
      /"phaseLock" in .* must be "on" or "off"/,
    );
  });

  test('send the picture at its own size or twice that, and at no other', async () => {
    for (const scale of ['1', '2']) {
      expect((await load({ flags: { scale }, config: { scale: 2 } })).scale).toBe(Number(scale));
    }
    await expect(load({ environment: { CLOUDGAME_SCALE: '3' } })).rejects.toThrow(
      'CLOUDGAME_SCALE: The picture can\'t be sent at "3" times its size.',
    );
    await expect(load({ config: { scale: '2' } })).rejects.toThrow(/"scale" in .* must be 1 or 2/);
  });

  test('switch run-ahead and rewinding off by a flag, whatever environment and file say', async () => {
    const settings = await load({
      flags: { 'run-ahead': '0', 'rewind-memory': 0 },
      environment: { CLOUDGAME_RUN_AHEAD: '2', CLOUDGAME_REWIND_MEMORY: '64' },
      config: { runAhead: 'auto', rewindMemory: 32 },
    });
    expect(settings).toMatchObject({ runAhead: 0, rewindBytes: 0 });
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
      'of the transport',
      { environment: { CLOUDGAME_TRANSPORT: 'quic' } },
      /^CLOUDGAME_TRANSPORT: There is no transport "quic"/,
    ],
    [
      'of the sandbox',
      { environment: { CLOUDGAME_SANDBOX: 'on' } },
      /^CLOUDGAME_SANDBOX: There is no sandbox "on"/,
    ],
    ...['5', '-1', '1.5', '01', 'fast'].map((frames): [string, Given, RegExp] => [
      `of ${frames} frames ahead`,
      { environment: { CLOUDGAME_RUN_AHEAD: frames } },
      /^CLOUDGAME_RUN_AHEAD: The core can't be run ahead by/,
    ]),
    ...['4097', '-1', '1.5', '24MiB', '0x10'].map((memory): [string, Given, RegExp] => [
      `of ${memory} for rewinding`,
      { environment: { CLOUDGAME_REWIND_MEMORY: memory } },
      /^CLOUDGAME_REWIND_MEMORY: .* can't be the memory for rewinding/,
    ]),
    ...[5, '2', 1.5, true].map((frames): [string, Given, RegExp] => [
      `of ${JSON.stringify(frames)} as frames ahead in the file`,
      { config: { runAhead: frames } },
      /^The field "runAhead" in .* must be a whole number of frames from 0 to 4, or "auto"\./,
    ]),
    [
      'of memory for rewinding in the file',
      { config: { rewindMemory: 4097 } },
      /^The field "rewindMemory" in .* must be a whole number of MiB from 0 to 4096\./,
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
