import type { PictureShape } from '../../../src/protocol/control-message.js';
import { fitPicture } from './picture-scaling.js';

/** The place of the picture: keeps it sharp, in shape and on whole device pixels, whatever the window does. */
export class Stage {
  readonly #room: HTMLElement;
  readonly #picture: HTMLElement;
  /** Until the host tells: the picture of the most common console. */
  #shape: PictureShape = { width: 256, height: 240, aspectRatio: 4 / 3 };

  constructor(room: HTMLElement, picture: HTMLElement) {
    this.#room = room;
    this.#picture = picture;
    // Fullscreen, orientation and the address bars of phones all end up here; the zoom level alone does not.
    new ResizeObserver(() => this.#fit()).observe(room);
    this.#watchPixelRatio();
  }

  set shape(shape: PictureShape) {
    this.#shape = shape;
    // On a phone held upright the style sheet gives the picture this much of the height.
    document.documentElement.style.setProperty('--aspect', String(shape.aspectRatio));
    this.#fit();
  }

  #fit(): void {
    const ratio = window.devicePixelRatio;
    const { left, top, width, height } = this.#room.getBoundingClientRect();
    const space = { width: Math.floor(width * ratio), height: Math.floor(height * ratio) };
    const shown = fitPicture(this.#shape, space);
    const { style } = this.#picture;
    style.width = `${shown.width / ratio}px`;
    style.height = `${shown.height / ratio}px`;
    // On a fraction of a pixel the browser would smooth what is meant to be sharp.
    style.left = `${Math.round(left * ratio + (space.width - shown.width) / 2) / ratio - left}px`;
    style.top = `${Math.round(top * ratio + (space.height - shown.height) / 2) / ratio - top}px`;
  }

  #watchPixelRatio(): void {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener(
      'change',
      () => {
        this.#fit();
        this.#watchPixelRatio();
      },
      { once: true },
    );
  }
}
