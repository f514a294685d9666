import { coreFolders } from '../core-library/core-folders.js';
import { coreForGame } from '../core-library/core-for-game.js';
import { findGameFile } from '../games/game-file.js';
import { keepUnpackedGame } from '../games/unpacked-games.js';
import { type CoreProgram, findCoreProgram } from '../pipeline/core/core-program.js';
import type { Sandbox } from '../pipeline/core/sandbox.js';
import { type FfmpegProgram, findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import type { PlayOptions } from '../pipeline/pipeline-options.js';
import type { ConnectionSettings } from '../room/viewer-connection.js';
import type { CoreFiles } from '../saves/core-files.js';
import type { Resume } from '../saves/restore-state.js';
import { composeLinks, type RoomLinks } from '../signalling/links.js';
import { loadRoomKeys, type OpenRoomKeys } from '../signalling/room-keys-store.js';
import { WebServer } from '../signalling/web-server.js';
import type { Game } from './game.js';
import { prepareCore } from './game-core.js';
import type { Settings } from './settings.js';

export interface HostOptions extends PlayOptions {
  /** Path of the game; absent where the core brings its own. */
  readonly game?: string | undefined;
  /** Which file of the game it is, where the game is an archive with several. */
  readonly entry?: string | undefined;
  /** Name or path of a core; by the game's extension where it is absent. */
  readonly core?: string | undefined;
  /** Values of the core's options, by key. */
  readonly coreOptions?: ReadonlyMap<string, string> | undefined;
  /** What is plugged in besides pads: the core's names of devices, by port from 1. */
  readonly controllers?: ReadonlyMap<number, string> | undefined;
  readonly settings: Settings;
  readonly maxViewers: number;
  /** Makes new links, so that old ones stop to work. */
  readonly newLink: boolean;
  /** Whether to go on from the newest automatic state; without it the game begins anew. */
  readonly resume?: Resume | undefined;
  /** Slot from whose state the game goes on. */
  readonly slot?: number | undefined;
  /** Folder of this user's data. */
  readonly dataDir: string;
  /** Folder of what this user can do without. */
  readonly cacheDir: string;
  /** Version of cloudgame. */
  readonly version: string;
}

/** Everything that a host is made of before it is one. */
export interface HostParts {
  readonly options: HostOptions;
  /** The core, in its sandbox. */
  readonly program: CoreProgram;
  readonly sandbox: Sandbox;
  readonly ffmpeg: FfmpegProgram;
  readonly game: Game;
  readonly keys: OpenRoomKeys;
  readonly web: WebServer;
  /** Keeps the game in the cache, where it lies there. */
  readonly keptGame: { close(): Promise<void> };
  /** The built-in core that plays the game as well, where nobody named the other one. */
  readonly builtIn?: string | undefined;
  /** Sentences about core and game for the person at the host. */
  readonly warnings: readonly string[];
  /** The folder that the core writes to, where it has one. */
  readonly coreFiles: CoreFiles | undefined;
}

/**
 * Finds core, game and ffmpeg, gets the room's keys, and opens the web server.
 *
 * @throws CloudgameError for everything of it that isn't there; nothing stays open then.
 */
export async function gatherParts(options: HostOptions): Promise<HostParts> {
  const { settings } = options;
  const folders = coreFolders({ dataDir: options.dataDir });
  const gameFile = await findGameFile(options, options.cacheDir, folders);
  const choice = await coreForGame(options.core, gameFile, folders, settings.corePreferences);
  const core: CoreProgram = {
    ...(await findCoreProgram(choice.core, gameFile)),
    others: choice.others ?? [],
    ...(options.scale === 2 && { wantsRgb: true }),
  };
  const findingFfmpeg = findFfmpeg(settings.codec, settings.ffmpegPath);
  // What is wrong with the core is told first.
  findingFfmpeg.catch(() => {});
  const { game, program, sandbox, warnings, coreFiles } = await prepareCore(core, gameFile, folders, options);
  let keys: OpenRoomKeys | undefined;
  try {
    const ffmpeg = await findingFfmpeg;
    const { dataDir, newLink } = options;
    keys = await loadRoomKeys({ dataDir, gameSha256: game.sha256, newLink });
    const { port, listenAddress } = settings;
    const web = await WebServer.open({ port, lastPort: keys.keys.port, listenAddress });
    const { builtIn } = choice;
    const keptGame = await keepUnpackedGame(gameFile, options.cacheDir);
    return { options, program, sandbox, ffmpeg, game, keys, web, keptGame, builtIn, warnings, coreFiles };
  } catch (error) {
    await Promise.all([keys?.close(), coreFiles?.close()]);
    throw error;
  }
}

export async function closeParts({ keys, web, keptGame, coreFiles }: HostParts): Promise<void> {
  await Promise.all([web.close(), keys.close(), keptGame.close(), coreFiles?.close()]);
}

/** The links of the room. */
export function linksOf({ options, keys, web }: HostParts): RoomLinks {
  const { playerUrl, signalling } = options.settings;
  return composeLinks({
    keys: keys.keys,
    ownOrigin: web.ownOrigin,
    localOrigin: web.localOrigin,
    playerUrl,
    signallingUrl: signalling.kind === 'server' ? signalling.url : undefined,
  });
}

/** How viewers are connected that come in by a door: in the local network nobody outside need be asked for a way. */
export function connectionSettings(
  { options, keys }: HostParts,
  door: 'local' | 'public',
): ConnectionSettings {
  const { certificatePem, privateKeyPem } = keys.keys;
  return { certificatePem, privateKeyPem, iceServers: door === 'public' ? options.settings.iceServers : [] };
}
