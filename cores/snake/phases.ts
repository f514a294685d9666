import { chooseDirection } from './bot.js';
import { type Cue, cue } from './cue.js';
import { addEffect, enter, type Game, joinedPlayers, type Phase, TITLE_BOTS } from './game.js';
import type { Presses } from './pads.js';
import { framesPerMove, isOver, newRound, passFrame, type Round, snakesAlive } from './round.js';
import { type Snake, turn } from './snake.js';

export const WINS_FOR_MATCH = 3;
export const COUNT_FRAMES = 40;
export const COUNTDOWN_FRAMES = 3 * COUNT_FRAMES;
const ROUND_OVER_FRAMES = 150;
const GAME_OVER_LOCK_FRAMES = 45;
const GAME_OVER_FRAMES = 900;
const TITLE_ROUND_FRAMES = 3600;
/** A player who touched nothing for so long is left out of the next round. */
const IDLE_FRAMES = 1500;

/** What a frame does in each phase. */
export const PHASES: Record<Phase, (game: Game, presses: readonly Presses[]) => Cue[]> = {
  title: stepTitle,
  countdown: stepCountdown,
  playing: stepPlaying,
  'round-over': stepRoundOver,
  'game-over': stepGameOver,
};

function stepTitle(game: Game): Cue[] {
  const cues = playRound(game).map((heard) => ({ ...heard, distant: true }));
  const settled = isOver(game.round) && game.effects.length === 0;
  if (settled || game.phaseFrames > TITLE_ROUND_FRAMES) enterTitle(game);
  return cues;
}

function stepCountdown(game: Game, presses: readonly Presses[]): Cue[] {
  steer(game, presses);
  if (game.phaseFrames >= COUNTDOWN_FRAMES) {
    enter(game, 'playing');
    return [cue('go')];
  }
  return game.phaseFrames % COUNT_FRAMES === 1 ? [cue('count')] : [];
}

function stepPlaying(game: Game, presses: readonly Presses[]): Cue[] {
  steer(game, presses);
  const cues = playRound(game);
  if (!isOver(game.round)) return cues;
  return [...cues, ...(game.round.snakes.length > 1 ? endRound(game) : endSolo(game))];
}

function stepRoundOver(game: Game): Cue[] {
  if (game.phaseFrames < ROUND_OVER_FRAMES) return [];
  startRound(game);
  return [];
}

function stepGameOver(game: Game, presses: readonly Presses[]): Cue[] {
  const again = presses.some(({ start }, player) => start && game.players[player]!.joined);
  if (again && game.phaseFrames >= GAME_OVER_LOCK_FRAMES) {
    startMatch(game);
    return [cue('join')];
  }
  if (game.phaseFrames >= GAME_OVER_FRAMES) enterTitle(game);
  return [];
}

function steer(game: Game, presses: readonly Presses[]): void {
  for (const snake of game.round.snakes) {
    for (const direction of presses[snake.player]!.directions) turn(snake, direction);
  }
}

function playRound(game: Game): Cue[] {
  for (const snake of snakesAlive(game.round)) if (snake.bot) steerBot(game.round, snake);
  const cues: Cue[] = [];
  for (const event of passFrame(game.round, game)) {
    if (event.kind === 'died') {
      for (const cell of event.cells) addEffect(game, 'crumbs', cell, event.player);
      cues.push(cue('die', event.player, event.cells[0]));
    } else {
      addEffect(game, event.kind === 'ate' ? 'burst' : 'golden-burst', event.cell, event.player);
      cues.push(cue(event.kind === 'ate' ? 'eat' : 'eat-golden', event.player, event.cell));
    }
  }
  return cues;
}

/** A machine looks just before it moves. */
function steerBot(round: Round, snake: Snake): void {
  if (round.framesSinceMove + 1 >= framesPerMove(round)) turn(snake, chooseDirection(round, snake));
}

function endRound(game: Game): Cue[] {
  const survivor = snakesAlive(game.round)[0];
  game.winner = survivor?.player ?? null;
  if (!survivor) {
    enter(game, 'round-over');
    return [cue('game-over')];
  }
  const record = game.players[survivor.player]!;
  record.wins++;
  enter(game, record.wins >= WINS_FOR_MATCH ? 'game-over' : 'round-over');
  return [cue('win')];
}

function endSolo(game: Game): Cue[] {
  const snake = game.round.snakes[0]!;
  game.winner = null;
  game.newHighScore = snake.score > game.highScore;
  game.highScore = Math.max(game.highScore, snake.score);
  enter(game, 'game-over');
  return [cue(game.newHighScore ? 'win' : 'game-over')];
}

export function startMatch(game: Game): void {
  for (const record of game.players) record.wins = 0;
  startRound(game);
}

function startRound(game: Game): void {
  for (const record of game.players) if (record.framesIdle > IDLE_FRAMES) record.joined = false;
  const players = joinedPlayers(game);
  if (players.length === 0) {
    enterTitle(game);
    return;
  }
  game.winner = null;
  game.newHighScore = false;
  game.effects = [];
  game.round = newRound(players, false, game);
  enter(game, 'countdown');
}

function enterTitle(game: Game): void {
  for (const record of game.players) {
    record.joined = false;
    record.wins = 0;
  }
  game.effects = [];
  game.round = newRound(TITLE_BOTS, true, game);
  enter(game, 'title');
}
