import koffi from 'koffi';
import { brightnessOf, colourAt, type PixelLayout, pixelLayout, type ScreenPixels } from './screen-pixels.js';
import type { XDisplay } from './x-display.js';
import { ALL_PLANES, XImage, type XImageValue, Z_PIXMAP } from './x11-library.js';

/** shmget(2), shmctl(2). */
const IPC_PRIVATE = 0;
const IPC_CREAT = 0o1000;
const IPC_RMID = 0;
const ONLY_OWN_USER = 0o600;
const BYTES_PER_PIXEL = 4;

/** Reads a rectangle of the screen, again and again. */
export interface PixelReader {
  readonly kind: 'shared-memory' | 'x-protocol';
  /** The colour of the rectangle's first pixel, 0xRRGGBB. */
  readPixel(): number;
  /** All of the rectangle. */
  readPixels(): ScreenPixels;
  close(): void;
}

/** A rectangle of the screen, pixels. */
export interface ScreenRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The fastest reader that works with this server. */
export function openPixelReader(display: XDisplay, rectangle: ScreenRectangle): PixelReader {
  return openSharedReader(display, rectangle) ?? new ProtocolReader(display, rectangle);
}

/** Pixels as they lie in memory. */
abstract class MemoryReader implements PixelReader {
  abstract readonly kind: PixelReader['kind'];
  protected readonly display: XDisplay;
  protected readonly rectangle: ScreenRectangle;

  constructor(display: XDisplay, rectangle: ScreenRectangle) {
    this.display = display;
    this.rectangle = rectangle;
  }

  /** Asks the server for the pixels and hands their memory to whoever reads it, before it goes away. */
  protected abstract look<Seen>(
    see: (bytes: DataView, bytesPerLine: number, layout: PixelLayout) => Seen,
  ): Seen;

  readPixel(): number {
    return this.look((bytes, _, layout) => colourAt(bytes, 0, layout));
  }

  readPixels(): ScreenPixels {
    const { width, height } = this.rectangle;
    return this.look((bytes, bytesPerLine, layout) => {
      const brightness = new Uint16Array(width * height);
      for (let index = 0; index < brightness.length; index++) {
        const offset = Math.floor(index / width) * bytesPerLine + (index % width) * BYTES_PER_PIXEL;
        brightness[index] = brightnessOf(colourAt(bytes, offset, layout));
      }
      return { width, height, brightness };
    });
  }

  close(): void {}
}

/** By XGetImage: the pixels travel through the connection. */
class ProtocolReader extends MemoryReader {
  readonly kind = 'x-protocol';

  protected look<Seen>(see: (bytes: DataView, bytesPerLine: number, layout: PixelLayout) => Seen): Seen {
    const { x11, handle, root } = this.display;
    const { x, y, width, height } = this.rectangle;
    const image = x11.getImage(handle, root, x, y, width, height, ALL_PLANES, Z_PIXMAP);
    if (!image) {
      this.display.check();
      throw new Error('The X server gives no picture of its screen.');
    }
    const value: XImageValue = koffi.decode(image, XImage);
    try {
      const bytes = new DataView(koffi.view(value.data, value.bytesPerLine * height));
      return see(bytes, value.bytesPerLine, pixelLayout(value));
    } finally {
      x11.free(value.data);
      x11.free(image);
    }
  }
}

/** By MIT-SHM: the server writes the pixels into memory that it shares with this process. */
class SharedReader extends MemoryReader {
  readonly kind = 'shared-memory';
  readonly #image: unknown;
  readonly #bytes: DataView;
  readonly #bytesPerLine: number;
  readonly #layout: PixelLayout;
  readonly #release: () => void;

  constructor(
    display: XDisplay,
    rectangle: ScreenRectangle,
    memory: {
      readonly image: unknown;
      readonly value: XImageValue;
      readonly address: unknown;
      release(): void;
    },
  ) {
    super(display, rectangle);
    this.#image = memory.image;
    this.#bytesPerLine = memory.value.bytesPerLine;
    this.#bytes = new DataView(koffi.view(memory.address, this.#bytesPerLine * rectangle.height));
    this.#layout = pixelLayout(memory.value);
    this.#release = memory.release;
  }

  protected look<Seen>(see: (bytes: DataView, bytesPerLine: number, layout: PixelLayout) => Seen): Seen {
    const { x11, handle, root } = this.display;
    const { x, y } = this.rectangle;
    if (!x11.getShmImage(handle, root, this.#image, x, y, ALL_PLANES)) {
      throw new Error('The X server gives no picture of its screen.');
    }
    return see(this.#bytes, this.#bytesPerLine, this.#layout);
  }

  override close(): void {
    this.#release();
  }
}

/** `undefined` where the server shares no memory with this process, as across containers. */
function openSharedReader(display: XDisplay, rectangle: ScreenRectangle): SharedReader | undefined {
  const { x11, handle } = display;
  const { width, height } = rectangle;
  if (!x11.queryShm(handle)) return undefined;
  const visual = x11.defaultVisual(handle, 0);
  const depth = x11.defaultDepth(handle, 0);
  const segment = koffi.alloc('XShmSegmentInfo', 1);
  const image = x11.createShmImage(handle, visual, depth, Z_PIXMAP, null, segment, width, height);
  if (!image) return undefined;
  const value: XImageValue = koffi.decode(image, XImage);
  const id: number = x11.shmget(IPC_PRIVATE, value.bytesPerLine * height, IPC_CREAT | ONLY_OWN_USER);
  if (id < 0) return undefined;
  const address: bigint = koffi.address(x11.shmat(id, null, 0));
  // Memory that is marked goes away with the last process that uses it, however that ends.
  const mark = () => x11.shmctl(id, IPC_RMID, null);
  koffi.encode(segment, 'XShmSegmentInfo', { segment: 0, id, address, isReadOnly: 0 });
  koffi.encode(image, koffi.offsetof('XImage', 'data'), 'void *', address);
  x11.attachShm(handle, segment);
  try {
    display.check();
  } catch {
    mark();
    x11.shmdt(address);
    return undefined;
  }
  mark();
  const release = () => {
    x11.detachShm(handle, segment);
    x11.sync(handle, 0);
    x11.shmdt(address);
    x11.free(image);
    koffi.free(segment);
  };
  return new SharedReader(display, rectangle, { image, value, address, release });
}
