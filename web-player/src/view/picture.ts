import type { TransportKind } from '../../../src/protocol/control-message.js';
import { PictureChoice } from '../receiver/picture-choice.js';

/** Frames of the page until what was drawn into the canvas is sure to be in one. */
const COMMIT_FRAMES = 2;

/** The picture's two layers, one behind the other in the same place: `<video>` for tracks, `<canvas>` for frames. */
export class Picture {
  readonly video: HTMLVideoElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #choice: PictureChoice;
  #frameCallback: number | undefined;

  /**
   * @param box - has both layers in it, and is told by `data-transport` which of them is in front.
   * @param onSeen - called when a connection's first picture is there to be seen, and with each change of layer.
   */
  constructor(
    box: HTMLElement,
    video: HTMLVideoElement,
    canvas: HTMLCanvasElement,
    onSeen: (transport: TransportKind, first: boolean) => void,
  ) {
    this.video = video;
    this.#canvas = canvas;
    this.#choice = new PictureChoice((transport, first) => {
      box.dataset.transport = transport;
      onSeen(transport, first);
    });
    // Pages that nobody sees load a first frame, too, though they present none.
    video.addEventListener('loadeddata', () => this.#presented());
  }

  /** The layer that is seen of this connection. */
  get seen(): TransportKind | undefined {
    return this.#choice.seen;
  }

  /** A new connection begins. */
  begin(): void {
    this.#choice.begin();
  }

  /** The host sends the picture this way. */
  want(transport: TransportKind): void {
    this.#choice.want(transport, performance.now(), !document.hidden);
    this.#watchVideo();
  }

  /** The beginning of a stretch of frames is on the canvas. */
  framesDrawn(): void {
    // What a worker draws gets into the page with one of its next frames; before the first it is of the size in the markup.
    const look = (frames: number) => {
      if (frames > 0 || this.#canvas.width === 1) requestAnimationFrame(() => look(frames - 1));
      else this.#framesPresented();
    };
    look(COMMIT_FRAMES);
  }

  #framesPresented(): void {
    this.#choice.presented('frames', performance.now());
    this.#watchVideo();
  }

  /** While the video is seen, and is what the host sends, no frame of it wakes the page. */
  #watchVideo(): void {
    const settled = this.#choice.seen === 'rtp' && !this.#choice.undecided;
    if (settled || this.#frameCallback !== undefined || !('requestVideoFrameCallback' in this.video)) return;
    this.#frameCallback = this.video.requestVideoFrameCallback(() => {
      this.#frameCallback = undefined;
      this.#presented();
    });
  }

  #presented(): void {
    this.#choice.presented('rtp', performance.now());
    this.#watchVideo();
  }
}
