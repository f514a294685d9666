import type { Canvas } from '../canvas/canvas.js';
import { GLYPH_ADVANCE, textWidth } from '../canvas/font.js';
import { GOLD, INK, SNAKE_COLOURS, TEXT, TEXT_QUIET } from './colours.js';
import { type Game, joinedPlayers } from './game.js';
import { COUNT_FRAMES, WINS_FOR_MATCH } from './phases.js';
import { centredText, FIELD_LEFT, shadowedText, WIDTH } from './screen.js';
import { MOST_PLAYERS } from './snake.js';
import { headPoint } from './snake-picture.js';

const LOGO = 'SNAKE';
const LOGO_SCALE = 8;
const LOGO_TOP = 62;
const BAND_WIDTH = WIDTH - 2 * FIELD_LEFT;

/** Draws what the phase has to say, over the field. */
export function drawMessages(canvas: Canvas, game: Game): void {
  switch (game.phase) {
    case 'title':
      drawTitle(canvas, game);
      break;
    case 'countdown':
      drawCountdown(canvas, game);
      break;
    case 'round-over':
      drawRoundOver(canvas, game);
      break;
    case 'game-over':
      drawGameOver(canvas, game);
      break;
    case 'playing':
      if (game.phaseFrames < COUNT_FRAMES) centredText(canvas, 'GO!', 118, 5, GOLD);
  }
}

function drawTitle(canvas: Canvas, game: Game): void {
  band(canvas, 50, 142);
  const left = Math.round((WIDTH - textWidth(LOGO, LOGO_SCALE)) / 2);
  for (const [index, letter] of [...LOGO].entries()) {
    const bob = Math.round(Math.sin(game.phaseFrames / 18 - index * 0.8) * 4);
    const { body, edge } = SNAKE_COLOURS[index % SNAKE_COLOURS.length]!;
    const x = left + index * GLYPH_ADVANCE * LOGO_SCALE;
    canvas.text(letter, x + 4, LOGO_TOP + bob + 4, LOGO_SCALE, INK);
    canvas.text(letter, x, LOGO_TOP + bob + 2, LOGO_SCALE, edge);
    canvas.text(letter, x, LOGO_TOP + bob, LOGO_SCALE, body);
  }
  if (game.phaseFrames % 60 < 42) centredText(canvas, 'PRESS START', 136, 2, TEXT);
  centredText(canvas, '1-4 PLAYERS, JOIN AT ANY TIME', 160, 1, TEXT);
  centredText(canvas, `BEST SCORE ${game.highScore}`, 174, 1, GOLD);
}

function drawCountdown(canvas: Canvas, game: Game): void {
  const count = 3 - Math.floor((game.phaseFrames - 1) / COUNT_FRAMES);
  const age = ((game.phaseFrames - 1) % COUNT_FRAMES) / COUNT_FRAMES;
  const scale = age < 0.15 ? 10 : 8;
  centredText(canvas, String(Math.max(1, count)), 130 - Math.round(scale * 3.5), scale, TEXT);
  centredText(
    canvas,
    joinedPlayers(game).length > 1 ? `FIRST TO ${WINS_FOR_MATCH} WINS` : 'GET READY',
    192,
    2,
    TEXT,
  );
  if (joinedPlayers(game).length < MOST_PLAYERS) {
    centredText(canvas, 'FRIENDS CAN JOIN: PRESS START', 214, 1, TEXT_QUIET);
  }
  for (const snake of game.round.snakes) {
    const label = `P${snake.player + 1}`;
    const { x, y } = headPoint(snake);
    const { back } = SNAKE_COLOURS[snake.player]!;
    shadowedText(canvas, label, Math.round(x - textWidth(label, 1) / 2), Math.round(y) - 18, 1, back);
  }
}

function drawRoundOver(canvas: Canvas, game: Game): void {
  band(canvas, 98, 66);
  if (game.winner === null) {
    centredText(canvas, 'DRAW', 108, 4, TEXT);
  } else {
    const { back } = SNAKE_COLOURS[game.winner]!;
    centredText(canvas, `PLAYER ${game.winner + 1} WINS`, 112, 3, back);
  }
  centredText(canvas, 'NEXT ROUND', 146, 1, TEXT_QUIET);
}

function drawGameOver(canvas: Canvas, game: Game): void {
  band(canvas, 76, 110);
  if (game.winner === null) {
    centredText(canvas, 'GAME OVER', 88, 4, TEXT);
    centredText(canvas, `SCORE ${game.round.snakes[0]!.score}`, 126, 2, TEXT);
    const record = game.newHighScore ? 'A NEW BEST SCORE!' : `BEST ${game.highScore}`;
    if (!game.newHighScore || game.phaseFrames % 30 < 20) centredText(canvas, record, 146, 1, GOLD);
  } else {
    const { back } = SNAKE_COLOURS[game.winner]!;
    centredText(canvas, `PLAYER ${game.winner + 1}`, 86, 4, back);
    centredText(canvas, 'WINS THE MATCH!', 124, 2, GOLD);
    for (let win = 0; win < WINS_FOR_MATCH; win++) {
      const bounce = Math.round(Math.abs(Math.sin(game.phaseFrames / 12 + win)) * 4);
      canvas.rectangle(WIDTH / 2 - 18 + win * 14, 148 - bounce, 8, 8, GOLD);
    }
  }
  if (game.phaseFrames % 60 < 42) centredText(canvas, 'PRESS START', 166, 1, TEXT);
}

/** A darker band on which letters are easy to read. */
function band(canvas: Canvas, top: number, height: number): void {
  canvas.dim(FIELD_LEFT, top, BAND_WIDTH, height);
}
