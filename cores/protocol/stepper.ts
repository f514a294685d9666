import { isDeepStrictEqual } from 'node:util';
import type { Core } from './core.js';
import { encodeFrameHeader } from './core-frame.js';
import { CORE_MESSAGE, encodeFormat } from './core-message.js';
import type { MediaFormat } from './format.js';
import type { Step } from './host-message.js';
import { asBuffer, send } from './host-pipe.js';
import { RunAhead } from './run-ahead.js';

const NO_SOUND = new Int16Array();

/** Answers steps, and remembers which format the host was told. */
export class Stepper {
  readonly runAhead: RunAhead;
  #told: MediaFormat;

  constructor(core: Core) {
    this.runAhead = new RunAhead(core);
    this.#told = core.hello.format;
  }

  answer(step: Step): void {
    const answer = this.runAhead.step(step);
    const { picture, format } = answer;
    // Sound of no rate is none.
    const sound = format.channels === 0 ? NO_SOUND : answer.sound;
    if (format !== this.#told) {
      if (!isDeepStrictEqual(format, this.#told)) send(CORE_MESSAGE.format, [encodeFormat(format)]);
      this.#told = format;
    }
    const pixels = asBuffer(picture?.pixels ?? new Uint8Array());
    const header = encodeFrameHeader(
      {
        step: step.number,
        width: picture?.width ?? format.width,
        height: picture?.height ?? format.height,
        pitch: picture?.pitch ?? 0,
        pixels,
      },
      sound.length / Math.max(1, format.channels),
    );
    send(CORE_MESSAGE.frame, [header, pixels, asBuffer(sound)]);
    this.runAhead.takeBack();
  }
}
