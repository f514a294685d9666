import type { PlayerInput } from '../protocol/host-message.js';
import { type Cue, cue } from './cue.js';
import { EFFECT_FRAMES, type Game } from './game.js';
import { heldButtons, newPresses, type Presses } from './pads.js';
import { PHASES, startMatch } from './phases.js';
import { joinRound } from './round.js';

/** Lets one frame pass. */
export function stepGame(game: Game, inputs: readonly PlayerInput[]): Cue[] {
  const presses = newPresses(inputs, game.held);
  game.held = heldButtons(inputs);
  game.phaseFrames++;
  ageEffects(game);
  countIdleFrames(game);
  const cues = takeJoins(game, presses);
  cues.push(...PHASES[game.phase](game, presses));
  return cues;
}

/** Whoever presses something is in the game: at once where the round allows it, else from the next one on. */
function takeJoins(game: Game, presses: readonly Presses[]): Cue[] {
  const cues: Cue[] = [];
  for (const [player, { start, directions }] of presses.entries()) {
    const record = game.players[player]!;
    if (!start && directions.length === 0) continue;
    record.framesIdle = 0;
    if (record.joined) continue;
    record.joined = true;
    record.wins = 0;
    cues.push(cue('join', player));
    if (game.phase === 'title') startMatch(game);
    else if (game.phase === 'countdown' || game.phase === 'playing') joinRound(game.round, player);
  }
  return cues;
}

function countIdleFrames(game: Game): void {
  for (const [player, record] of game.players.entries()) {
    record.framesIdle = game.held[player] ? 0 : record.framesIdle + 1;
  }
}

function ageEffects(game: Game): void {
  for (const effect of game.effects) effect.frames++;
  game.effects = game.effects.filter(({ frames }) => frames < EFFECT_FRAMES);
}
