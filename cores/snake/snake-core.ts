import { CanvasPicture } from '../canvas/canvas-picture.js';
import type { Core, StepResult } from '../protocol/core.js';
import type { Step } from '../protocol/host-message.js';
import { seal, unseal } from '../saved-state/seal.js';
import { type Game, newGame } from './game.js';
import { BUTTON_LABELS } from './pads.js';
import { Scene } from './scene.js';
import { HEIGHT, WIDTH } from './screen.js';
import { MOST_PLAYERS } from './snake.js';
import { CHANNELS, type Note, notesOf, playNotes, SAMPLE_RATE } from './sound.js';
import { stepGame } from './step.js';

const FRAMES_PER_SECOND = 60;
const STATE_OWNER = 'snake 1';

/** The bundled game, as a core. */
export class SnakeCore implements Core {
  readonly hello: Core['hello'] = {
    name: 'snake',
    version: '1.0.0',
    title: 'Snake',
    players: MOST_PLAYERS,
    format: {
      pixelFormat: 'i420',
      width: WIDTH,
      height: HEIGHT,
      maxWidth: WIDTH,
      maxHeight: HEIGHT,
      framesPerSecond: FRAMES_PER_SECOND,
      aspectRatio: WIDTH / HEIGHT,
      sampleRate: SAMPLE_RATE,
      channels: CHANNELS,
    },
    buttonLabels: BUTTON_LABELS,
    options: [],
  };

  readonly #scene = new Scene();
  readonly #picture = new CanvasPicture();
  readonly #sound = new Int16Array((SAMPLE_RATE / FRAMES_PER_SECOND) * CHANNELS);
  #game = newGame();
  #notes: Note[] = [];

  step({ players, pictureNeeded }: Step): StepResult {
    const cues = stepGame(this.#game, players);
    this.#notes = playNotes([...this.#notes, ...cues.flatMap(notesOf)], this.#sound);
    if (!pictureNeeded) return { sound: this.#sound };
    this.#scene.draw(this.#game);
    return { picture: this.#picture.of(this.#scene.canvas, 'i420'), sound: this.#sound };
  }

  saveState(): Uint8Array {
    return seal(STATE_OWNER, [Buffer.from(JSON.stringify({ game: this.#game, notes: this.#notes }))]);
  }

  loadState(bytes: Uint8Array): void {
    const state = JSON.parse(unseal(STATE_OWNER, bytes).toString()) as { game: Game; notes: Note[] };
    this.#game = state.game;
    this.#notes = state.notes;
  }

  reset(): void {
    const { highScore } = this.#game;
    this.#game = { ...newGame(), highScore };
    this.#notes = [];
  }
}
