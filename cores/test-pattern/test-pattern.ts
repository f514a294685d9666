import { Canvas } from '../canvas/canvas.js';
import { CANVAS_FORMATS, type CanvasFormat, CanvasPicture } from '../canvas/canvas-picture.js';
import { ByteReader, ByteWriter } from '../protocol/bytes.js';
import type { Core, StepResult } from '../protocol/core.js';
import type { MediaFormat } from '../protocol/format.js';
import type { Step } from '../protocol/host-message.js';
import { seal, unseal } from '../saved-state/seal.js';
import { PLAYERS } from './layout.js';
import { drawPattern } from './picture.js';
import { type PatternSize, SIZES } from './sizes.js';
import { CHANNELS, fillSound, SAMPLE_RATE } from './sound.js';

const FRAMES_PER_SECOND = 60;
const SAMPLES_PER_STEP = SAMPLE_RATE / FRAMES_PER_SECOND;
/** A beep lasts at least 50 ms, or it is too short to be heard. */
const SHORTEST_BEEP_STEPS = 3;
const STATE_OWNER = 'test-pattern 1';
const STATE_BYTES = 13;

/** Its options. */
interface Choice {
  readonly size: PatternSize;
  readonly pixels: CanvasFormat;
}

/** A picture and a sound by which machines tell what arrived, and when. */
export class TestPattern implements Core {
  readonly hello: Core['hello'] = {
    name: 'test-pattern',
    version: '1.0.0',
    title: 'Test pattern',
    players: PLAYERS,
    format: formatOf({ size: SIZES[0], pixels: CANVAS_FORMATS[0] }),
    buttonLabels: new Map([
      [8, 'Light the patch and beep'],
      [0, 'Light the patch and beep'],
    ]),
    options: [
      { key: 'size', label: 'Picture size', values: SIZES },
      { key: 'pixels', label: 'What pictures are handed over as', values: CANVAS_FORMATS },
    ],
  };

  readonly #sound = new Int16Array(SAMPLES_PER_STEP * CHANNELS);
  readonly #picture = new CanvasPicture();
  #choice: Choice = { size: SIZES[0], pixels: CANVAS_FORMATS[0] };
  #format = this.hello.format;
  #formatUnsaid = false;
  #canvas = canvasOf(this.#format);
  /** Steps since power was switched on: what the picture shows. */
  #frameNumber = 0;
  /** Steps for which the beep has been on, no further counted than matters. */
  #beepSteps = 0;
  #beepGain = 0;
  /** Which players held a button in the steps to which there was no reaction yet, a bit each, the oldest first. */
  #pending: number[];

  /** @param lagFrames - frames after which the pattern reacts, as games have it: with none, it reacts at once. */
  constructor(lagFrames = 0) {
    this.#pending = Array.from({ length: lagFrames }, () => 0);
  }

  step({ players, pictureNeeded }: Step): StepResult {
    this.#frameNumber = (this.#frameNumber + 1) >>> 0;
    const held = this.#reactTo(players);
    const beeping = this.#takeBeepStep(held.includes(true));
    const firstSample = (this.#frameNumber - 1) * SAMPLES_PER_STEP;
    this.#beepGain = fillSound(this.#sound, firstSample, beeping, this.#beepGain);
    if (pictureNeeded) drawPattern(this.#canvas, this.#frameNumber, held);
    return {
      ...(pictureNeeded ? { picture: this.#picture.of(this.#canvas, this.#choice.pixels) } : {}),
      sound: this.#sound,
      ...this.#takeNewFormat(),
    };
  }

  saveState(): Uint8Array {
    const state = new ByteWriter().u32(this.#frameNumber).u8(this.#beepSteps).f64(this.#beepGain);
    return seal(STATE_OWNER, [state.finish(), Uint8Array.from(this.#pending)]);
  }

  loadState(bytes: Uint8Array): void {
    const reader = new ByteReader(unseal(STATE_OWNER, bytes));
    if (reader.remaining !== STATE_BYTES + this.#pending.length) {
      throw new Error('The state comes from a test pattern with another lag.');
    }
    this.#frameNumber = reader.u32();
    this.#beepSteps = reader.u8();
    this.#beepGain = reader.f64();
    this.#pending = [...reader.bytes(this.#pending.length)];
    this.#formatUnsaid = true;
  }

  reset(): void {
    this.#frameNumber = 0;
    this.#beepSteps = 0;
    this.#beepGain = 0;
    this.#pending.fill(0);
  }

  setOption(key: string, value: string): void {
    this.#choice = { ...this.#choice, ...chosen(key, value) };
    this.#format = formatOf(this.#choice);
    this.#canvas = canvasOf(this.#format);
    this.#formatUnsaid = true;
  }

  /** Which players are seen to hold a button in this step. */
  #reactTo(players: Step['players']): boolean[] {
    let now = 0;
    for (const [player, { buttons }] of players.entries()) if (buttons !== 0) now |= 1 << player;
    this.#pending.push(now);
    const seen = this.#pending.shift()!;
    return Array.from({ length: PLAYERS }, (_, player) => (seen & (1 << player)) !== 0);
  }

  /** Whether the beep is on in this step: while a button is held, and not shorter than it must be. */
  #takeBeepStep(held: boolean): boolean {
    const beeping = held || (this.#beepSteps > 0 && this.#beepSteps < SHORTEST_BEEP_STEPS);
    this.#beepSteps = beeping ? Math.min(this.#beepSteps + 1, SHORTEST_BEEP_STEPS) : 0;
    return beeping;
  }

  #takeNewFormat(): Pick<StepResult, 'newFormat'> {
    if (!this.#formatUnsaid) return {};
    this.#formatUnsaid = false;
    return { newFormat: this.#format };
  }
}

function chosen(key: string, value: string): Partial<Choice> {
  switch (key) {
    case 'size':
      return { size: oneOf(SIZES, 'size', value) };
    case 'pixels':
      return { pixels: oneOf(CANVAS_FORMATS, 'format of pixels', value) };
    default:
      throw new Error(`The test pattern has no option “${key}”, only “size” and “pixels”.`);
  }
}

function oneOf<Value extends string>(values: readonly Value[], name: string, value: string): Value {
  const found = values.find((candidate) => candidate === value);
  if (!found) throw new Error(`The ${name} is one of ${values.join(', ')}, not “${value}”.`);
  return found;
}

function formatOf({ size, pixels }: Choice): MediaFormat {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const all = SIZES.map((candidate) => candidate.split('x').map(Number));
  return {
    pixelFormat: pixels,
    width,
    height,
    maxWidth: Math.max(...all.map((pair) => pair[0]!)),
    maxHeight: Math.max(...all.map((pair) => pair[1]!)),
    framesPerSecond: FRAMES_PER_SECOND,
    aspectRatio: width / height,
    sampleRate: SAMPLE_RATE,
    channels: CHANNELS,
  };
}

function canvasOf({ width, height }: MediaFormat): Canvas {
  return new Canvas(width, height);
}
