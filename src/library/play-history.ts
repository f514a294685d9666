import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { libraryDir } from './library-folders.js';
import { changeSharedFile, readIfThere } from './shared-file.js';

/** Games that are remembered. */
const MAX_GAMES = 500;

const playedGame = v.object({
  /** SHA-256 of the game, in hex. */
  sha256: v.string(),
  /** Absolute path of the file that was named; absent where the core brings its own game. */
  path: v.optional(v.string()),
  /** Built-in core that brought its own game. */
  core: v.optional(v.string()),
  title: v.string(),
  /** ISO 8601, UTC. */
  playedAt: v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z')),
});
/** A game that was hosted, and when that was last. */
export type PlayedGame = v.InferOutput<typeof playedGame>;
const historyFile = v.object({ games: v.array(playedGame) });

function historyPath(dataDir: string): string {
  return join(libraryDir(dataDir), 'played.json');
}

/** The games that were hosted, from the last on; none where nothing is known or the file is damaged. */
export async function playHistory(dataDir: string): Promise<readonly PlayedGame[]> {
  return parse(await readIfThere(historyPath(dataDir)).catch(() => undefined));
}

/** Remembers that a game is hosted. A file that was moved or renamed stays one game. */
export async function rememberPlayed(dataDir: string, game: PlayedGame): Promise<void> {
  const played = game.path === undefined ? game : { ...game, path: resolve(game.path) };
  await changeSharedFile(historyPath(dataDir), (text) => {
    const others = parse(text).filter(
      ({ sha256, path }) => sha256 !== played.sha256 && (path === undefined || path !== played.path),
    );
    const games = [played, ...others].slice(0, MAX_GAMES);
    return `${JSON.stringify({ games }, undefined, 2)}\n`;
  });
}

/** What is damaged can't be mended and is worth little: it begins anew. */
function parse(text: string | undefined): readonly PlayedGame[] {
  try {
    return v.parse(historyFile, JSON.parse(text ?? '')).games;
  } catch {
    return [];
  }
}
