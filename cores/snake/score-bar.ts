import type { Canvas } from '../canvas/canvas.js';
import { textWidth } from '../canvas/font.js';
import { GOLD, PANEL, PANEL_LIGHT, SNAKE_COLOURS, TEXT, TEXT_QUIET } from './colours.js';
import type { Game } from './game.js';
import { WINS_FOR_MATCH } from './phases.js';
import { FIELD_LEFT, WIDTH } from './screen.js';
import { MOST_PLAYERS } from './snake.js';

const TOP = 3;
const HEIGHT = 16;
const GAP = 4;
const SLOT_WIDTH = (WIDTH - 2 * FIELD_LEFT - (MOST_PLAYERS - 1) * GAP) / MOST_PLAYERS;

/** Draws a slot per player above the field. */
export function drawScoreBar(canvas: Canvas, game: Game): void {
  const joined = game.players.filter((record) => record.joined).length;
  for (let player = 0; player < MOST_PLAYERS; player++) {
    const left = Math.round(FIELD_LEFT + player * (SLOT_WIDTH + GAP));
    const alone = joined < 2 && player === MOST_PLAYERS - 1 && !game.players[player]!.joined;
    if (game.players[player]!.joined) drawPlayer(canvas, game, player, left);
    else if (alone) drawHighScore(canvas, game, left);
    else drawVacancy(canvas, player, left);
  }
}

function drawPlayer(canvas: Canvas, game: Game, player: number, left: number): void {
  const snake = game.round.snakes.find((candidate) => candidate.player === player);
  const alive = snake?.alive ?? false;
  const { body, edge } = SNAKE_COLOURS[player]!;
  canvas.rectangle(left, TOP, SLOT_WIDTH, HEIGHT, PANEL_LIGHT);
  canvas.rectangle(left, TOP, 3, HEIGHT, alive ? body : edge);
  canvas.text(`P${player + 1}`, left + 7, TOP + 5, 1, alive ? body : TEXT_QUIET);
  const score = String(snake?.score ?? 0);
  canvas.text(score, left + SLOT_WIDTH - 4 - textWidth(score, 1), TOP + 5, 1, alive ? TEXT : TEXT_QUIET);
  if (game.round.snakes.length < 2) return;
  for (let win = 0; win < WINS_FOR_MATCH; win++) {
    const colour = win < game.players[player]!.wins ? GOLD : PANEL;
    canvas.rectangle(left + 23 + win * 6, TOP + 6, 4, 4, colour);
  }
}

function drawVacancy(canvas: Canvas, player: number, left: number): void {
  canvas.rectangle(left, TOP, SLOT_WIDTH, HEIGHT, PANEL);
  canvas.rectangle(left, TOP, 3, HEIGHT, SNAKE_COLOURS[player]!.edge);
  canvas.text(`P${player + 1} JOIN`, left + 7, TOP + 5, 1, TEXT_QUIET);
}

function drawHighScore(canvas: Canvas, game: Game, left: number): void {
  canvas.rectangle(left, TOP, SLOT_WIDTH, HEIGHT, PANEL);
  canvas.text('BEST', left + 5, TOP + 5, 1, TEXT_QUIET);
  const score = String(game.highScore);
  canvas.text(score, left + SLOT_WIDTH - 4 - textWidth(score, 1), TOP + 5, 1, GOLD);
}
