import type { Core, StepResult } from '../../../cores/protocol/core.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { Step } from '../../../cores/protocol/host-message.js';

const FORMAT: MediaFormat = {
  pixelFormat: 'rgb565',
  width: 2,
  height: 1,
  maxWidth: 4,
  maxHeight: 1,
  framesPerSecond: 60,
  aspectRatio: 2,
  sampleRate: 48_000,
  channels: 1,
};
/** After the change in mid-game. */
export const LATER_FORMAT: MediaFormat = {
  ...FORMAT,
  pixelFormat: 'xrgb1555',
  width: 4,
  aspectRatio: 4,
  framesPerSecond: 50,
  channels: 2,
};

/** A game in two numbers: how many frames it has played, and the buttons to which it reacts, `lag` frames after they came. */
export class LaggingCore implements Core {
  readonly hello: Core['hello'];
  /** From this frame on it has another format. */
  changesAt = Number.POSITIVE_INFINITY;
  /** Whether the picture is those buttons alone, and left out where they are the same as before. */
  leavesRepeatsOut = false;
  canSave = true;
  takesStates = true;
  /** The first frame in which a button held makes it crash. */
  crashesAt = Number.POSITIVE_INFINITY;
  /** What every step was asked for: `p` where the picture, `s` where the sound was needed. */
  readonly asked: string[] = [];
  motionSeen = 0;
  #frame = 0;
  #pending: number[];
  #shown = 0;
  /** One memory for all steps, as cores have it. */
  readonly #sound = new Int16Array(2);
  readonly #pixels = new Uint16Array(4);

  constructor(readonly lag: number) {
    this.#pending = Array.from({ length: lag }, () => 0);
    this.hello = {
      name: 'lagging',
      version: '1',
      title: '',
      players: 2,
      format: FORMAT,
      buttonLabels: new Map(),
      options: [],
    };
  }

  step({ players, pictureNeeded, soundNeeded }: Step): StepResult {
    this.asked.push(`${pictureNeeded ? 'p' : ''}${soundNeeded ? 's' : ''}`);
    this.#frame++;
    this.motionSeen += players[0]?.mouseMotion[0] ?? 0;
    this.#pending.push(players[0]?.buttons ?? 0);
    if (this.#pending.at(-1) && this.#frame >= this.crashesAt) throw new Error('The game crashed.');
    const before = this.#shown;
    this.#shown = this.#pending.shift()!;
    this.#sound.fill(this.#frame);
    this.#pixels.set([this.leavesRepeatsOut ? 0 : this.#frame, this.#shown]);
    const isRepeat = this.leavesRepeatsOut && this.#shown === before;
    const width = this.#frame < this.changesAt ? FORMAT.width : LATER_FORMAT.width;
    const pixels = new Uint8Array(this.#pixels.buffer, 0, width * 2);
    return {
      ...(pictureNeeded && !isRepeat ? { picture: { width, height: 1, pitch: width * 2, pixels } } : {}),
      sound: this.#sound.subarray(0, this.#frame < this.changesAt ? 1 : 2),
      ...(this.#frame === this.changesAt ? { newFormat: LATER_FORMAT } : {}),
    };
  }

  saveState(): Uint8Array {
    if (!this.canSave) return new Uint8Array();
    return Buffer.from(JSON.stringify([this.#frame, this.#shown, ...this.#pending]));
  }

  loadState(state: Uint8Array): void {
    if (!this.takesStates) throw new Error('The state can’t be loaded.');
    const [frame, shown, ...pending] = JSON.parse(Buffer.from(state).toString()) as number[];
    this.#frame = frame!;
    this.#shown = shown!;
    this.#pending = pending;
  }
}
