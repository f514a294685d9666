import { Canvas } from '../canvas/canvas.js';
import { drawApple, drawEffect } from './field-objects.js';
import type { Game } from './game.js';
import { drawMessages } from './messages.js';
import { framesPerMove } from './round.js';
import { drawScoreBar } from './score-bar.js';
import { drawField, HEIGHT, WIDTH } from './screen.js';
import { drawSnake } from './snake-picture.js';

/** The picture of the game. */
export class Scene {
  readonly canvas = new Canvas(WIDTH, HEIGHT);
  readonly #field = drawField();

  draw(game: Game): void {
    this.canvas.copy(this.#field);
    const { round, phaseFrames } = game;
    for (const apple of round.apples) drawApple(this.canvas, apple, phaseFrames);
    const progress = round.framesSinceMove / framesPerMove(round);
    for (const snake of round.snakes) if (snake.alive) drawSnake(this.canvas, snake, progress, phaseFrames);
    for (const effect of game.effects) drawEffect(this.canvas, effect);
    drawScoreBar(this.canvas, game);
    drawMessages(this.canvas, game);
  }
}
