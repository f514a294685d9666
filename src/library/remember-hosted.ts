import type { UntimedEvent } from '../host/events.js';
import { rememberPlayed } from './play-history.js';

/** What was asked to be hosted. */
export interface HostedGame {
  readonly dataDir: string;
  /** Path of the game, as it was named. */
  readonly game?: string | undefined;
  readonly core?: string | undefined;
}

/** Remembers a game once it is hosted, of all events of its host. Whoever plays isn't troubled where that can't be written. */
export function rememberHosted({ dataDir, game, core }: HostedGame, event: UntimedEvent): void {
  if (event.event !== 'ready') return;
  const { sha256, title } = event.game;
  const what = game === undefined ? { core: core ?? event.game.core } : { path: game };
  void rememberPlayed(dataDir, { sha256, title, ...what, playedAt: new Date().toISOString() }).catch(
    () => {},
  );
}
