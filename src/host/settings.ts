import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { CloudgameError } from '../errors.js';
import type { RunAheadSetting } from '../pipeline/core/run-ahead.js';
import { SANDBOX_MODES, type SandboxMode } from '../pipeline/core/sandbox.js';
import type { PictureScale } from '../pipeline/video/enlargement.js';
import { type VideoCodec, videoCodec } from '../protocol/control-message.js';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../protocol/defaults.js';
import type { PlayerRight } from '../protocol/room-action.js';
import { DEFAULT_RIGHTS, parseRights } from '../room/rights.js';
import { TRANSPORT_SETTINGS, type TransportSetting } from '../room/transport-choice.js';
import { checkIceServer, parseIceServers } from '../signalling/ice-server.js';
import { checkSecureSignalling, parsePlayerUrl } from '../signalling/player-url.js';
import { parseSignallingSetting, type SignallingSetting } from '../signalling/signalling-setting.js';
import { readCorePreferences } from './core-preferences.js';
import { readPhaseLock, readRewindMemory, readRunAhead, readScale } from './play-settings.js';
import { readSettingsFile, settingsFilePath } from './settings-file.js';

/** What a host is set to, checked. */
export interface Settings {
  /** Address of this version's published page, with `/` at its end. */
  readonly playerUrl?: string;
  readonly signalling: SignallingSetting;
  /** STUN and TURN servers. */
  readonly iceServers: readonly string[];
  /** Path or name of ffmpeg, where one was given. */
  readonly ffmpegPath?: string;
  readonly codec: VideoCodec;
  /** By which way pictures go to viewers. */
  readonly transport: TransportSetting;
  /** Folder of BIOS files, where one was given. */
  readonly systemDir?: string;
  /** Cores that the user prefers, by name, for extensions in lower case with their dot. */
  readonly corePreferences?: ReadonlyMap<string, string>;
  /** How strictly the core is confined. */
  readonly sandbox: SandboxMode;
  /** What players may do beside playing. */
  readonly playersMay: readonly PlayerRight[];
  /** Sides of the picture that is sent against the core's, where that was given. */
  readonly scale?: PictureScale;
  /** Frames that the core is run ahead, where that was given. */
  readonly runAhead?: RunAheadSetting;
  /** Whether the game's clock follows a player's display, where that was given. */
  readonly phaseLock?: boolean;
  /** Memory for rewinding (bytes), where it was given. */
  readonly rewindBytes?: number;
  /** Port of the web server, where one was given. */
  readonly port?: number;
  /** Address to listen on, where one was given. */
  readonly listenAddress?: string;
}

/** The flags of that name, where they were given. */
export interface SettingFlags {
  readonly 'player-url'?: string | undefined;
  readonly signal?: string | undefined;
  readonly 'ice-server'?: readonly string[] | undefined;
  readonly ffmpeg?: string | undefined;
  readonly codec?: string | undefined;
  readonly transport?: string | undefined;
  readonly scale?: string | undefined;
  readonly 'system-dir'?: string | undefined;
  readonly sandbox?: string | undefined;
  readonly 'players-may'?: string | undefined;
  readonly 'run-ahead'?: string | undefined;
  readonly 'phase-lock'?: string | undefined;
  readonly 'rewind-memory'?: number | undefined;
  readonly port?: number | undefined;
  readonly listen?: string | undefined;
}

export interface SettingSources {
  readonly flags: SettingFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the user's `config.json`. */
  readonly configDir: string;
  /** Folder of the package, whose `cloudgame.playerUrl` its publisher may have set. */
  readonly packageRoot: string;
}

/** One value and the place that it comes from, for errors. */
interface Given<Value> {
  readonly value: Value;
  readonly source: string;
}

/**
 * Settles each setting: the flag decides, then the environment, then `config.json`, then the default.
 *
 * @throws CloudgameError (usage) that names the place of a wrong value.
 */
export async function loadSettings(sources: SettingSources): Promise<Settings> {
  const { flags, environment, configDir } = sources;
  const file = await readSettingsFile(configDir);
  const filePath = settingsFilePath(configDir);
  const pick = <Value extends string | number | readonly string[]>(
    flag: keyof SettingFlags,
    variable: string,
    field: keyof typeof file,
  ): Given<Value | string> | undefined => {
    if (flags[flag] !== undefined) return { value: flags[flag] as Value, source: `--${flag}` };
    const text = environment[variable];
    if (text !== undefined && text !== '') return { value: text, source: variable };
    if (file[field] === undefined) return undefined;
    return { value: file[field] as Value, source: `"${field}" in ${filePath}` };
  };

  const published = await publishedPlayerUrl(sources.packageRoot);
  const playerUrl = check(
    pick<string>('player-url', 'CLOUDGAME_PLAYER_URL', 'playerUrl') ?? published,
    parsePlayerUrl,
  );
  const signalling = check(pick<string>('signal', 'CLOUDGAME_SIGNAL', 'signal'), parseSignallingSetting);
  const iceServers = check(
    pick<readonly string[]>('ice-server', 'CLOUDGAME_ICE_SERVERS', 'iceServers'),
    readIceServers,
  );
  const ffmpegPath = check(pick<string>('ffmpeg', 'CLOUDGAME_FFMPEG', 'ffmpeg'), (path) => path);
  const codec = check(pick<string>('codec', 'CLOUDGAME_CODEC', 'codec'), readCodec);
  const transport = check(pick<string>('transport', 'CLOUDGAME_TRANSPORT', 'transport'), readTransport);
  const scale = check(pick<string | number>('scale', 'CLOUDGAME_SCALE', 'scale'), readScale);
  const systemDir = check(pick<string>('system-dir', 'CLOUDGAME_SYSTEM_DIR', 'systemDir'), (path) => path);
  const corePreferences = readCorePreferences(environment, file, filePath);
  const sandbox = check(pick<string>('sandbox', 'CLOUDGAME_SANDBOX', 'sandbox'), readSandbox);
  const playersMay = check(
    pick<string | readonly string[]>('players-may', 'CLOUDGAME_PLAYERS_MAY', 'playersMay'),
    parseRights,
  );
  const runAhead = check(pick<string | number>('run-ahead', 'CLOUDGAME_RUN_AHEAD', 'runAhead'), readRunAhead);
  const phaseLock = check(pick<string>('phase-lock', 'CLOUDGAME_PHASE_LOCK', 'phaseLock'), readPhaseLock);
  const rewindBytes = check(
    pick<number>('rewind-memory', 'CLOUDGAME_REWIND_MEMORY', 'rewindMemory'),
    readRewindMemory,
  );
  const port = check(pick<number>('port', 'CLOUDGAME_PORT', 'port'), readPort);
  const listenAddress = check(pick<string>('listen', 'CLOUDGAME_LISTEN', 'listen'), (address) => address);

  const settings: Settings = {
    signalling: signalling ?? parseSignallingSetting(PUBLIC_SIGNALLING_URL),
    iceServers: iceServers ?? DEFAULT_ICE_SERVERS,
    codec: codec ?? 'vp8',
    transport: transport ?? 'auto',
    sandbox: sandbox ?? 'auto',
    playersMay: playersMay ?? DEFAULT_RIGHTS,
    ...(playerUrl === undefined ? {} : { playerUrl }),
    ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
    ...(scale === undefined ? {} : { scale }),
    ...(systemDir === undefined ? {} : { systemDir }),
    ...(corePreferences.size === 0 ? {} : { corePreferences }),
    ...(runAhead === undefined ? {} : { runAhead }),
    ...(phaseLock === undefined ? {} : { phaseLock }),
    ...(rewindBytes === undefined ? {} : { rewindBytes }),
    ...(port === undefined ? {} : { port }),
    ...(listenAddress === undefined ? {} : { listenAddress }),
  };
  if (settings.playerUrl !== undefined && settings.signalling.kind === 'server') {
    checkSecureSignalling(settings.playerUrl, settings.signalling.url);
  }
  return settings;
}

/** Reads a value, and says in the error where it came from. */
function check<Value, Result>(
  given: Given<Value> | undefined,
  read: (value: Value) => Result,
): Result | undefined {
  if (given === undefined) return undefined;
  try {
    return read(given.value);
  } catch (error) {
    if (!(error instanceof CloudgameError)) throw error;
    throw new CloudgameError(error.kind, `${given.source}: ${error.message}`, error.hint, { cause: error });
  }
}

function readIceServers(value: string | readonly string[]): string[] {
  if (typeof value === 'string') return parseIceServers(value);
  return value.length === 1 && value[0] === 'none' ? [] : value.map(checkIceServer);
}

function readCodec(value: string): VideoCodec {
  if (v.is(videoCodec, value)) return value;
  throw new CloudgameError(
    'usage',
    `There is no codec "${value}".`,
    'Use vp8, which plays everywhere, or h264.',
  );
}

function readTransport(value: string): TransportSetting {
  const setting = TRANSPORT_SETTINGS.find((name) => name === value);
  if (setting) return setting;
  throw new CloudgameError(
    'usage',
    `There is no transport "${value}".`,
    'Use auto, which takes the better one for each viewer, rtp or frames.',
  );
}

function readSandbox(value: string): SandboxMode {
  const mode = SANDBOX_MODES.find((name) => name === value);
  if (mode) return mode;
  throw new CloudgameError(
    'usage',
    `There is no sandbox "${value}".`,
    'Use auto, require or off (docs/sandbox.md).',
  );
}

function readPort(value: string | number): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new CloudgameError('usage', `${value} is no port.`, 'Use a whole number from 1 to 65535.');
}

async function publishedPlayerUrl(packageRoot: string): Promise<Given<string> | undefined> {
  const path = join(packageRoot, 'package.json');
  const { cloudgame } = JSON.parse(await readFile(path, 'utf8')) as { cloudgame?: { playerUrl?: unknown } };
  const url = cloudgame?.playerUrl;
  return typeof url === 'string' && url !== ''
    ? { value: url, source: `"cloudgame.playerUrl" in ${path}` }
    : undefined;
}
