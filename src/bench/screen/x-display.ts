import koffi from 'koffi';
import { CloudgameError } from '../../errors.js';
import type { XKey } from './key-names.js';
import { ErrorHandler, IoErrorHandler, loadX11, XErrorEvent } from './x11-library.js';

/** The screen that is used; an Xvfb of our own has no other. */
const SCREEN = 0;
/** `CurrentTime` of X.h, and for XTEST: without delay. */
const NOW = 0;

/** A connection to an X server: keys and clicks as from a real keyboard and mouse (XTEST), and what pixels are read with. */
export class XDisplay {
  readonly x11 = loadX11();
  /** The native Display. */
  readonly handle: unknown;
  /** The window that is the whole screen. */
  readonly root: number | bigint;
  readonly width: number;
  readonly height: number;
  #failure: string | undefined;

  /**
   * Connects to the server that DISPLAY names.
   *
   * @throws CloudgameError where there is none, or none that takes keys from programs.
   */
  constructor() {
    this.#catchErrors();
    this.handle = this.x11.openDisplay(null);
    if (!this.handle) throw noScreen('it refuses the connection');
    if (!this.x11.queryTest(this.handle, [0], [0], [0], [0])) {
      throw noScreen('it lacks the extension XTEST');
    }
    this.root = this.x11.defaultRootWindow(this.handle);
    this.width = this.x11.displayWidth(this.handle, SCREEN);
    this.height = this.x11.displayHeight(this.handle, SCREEN);
  }

  /** Which of the keyboard's keys has a name; the server that presses it wants its number. */
  keycodeOf(key: XKey): number {
    const keycode: number = this.x11.keysymToKeycode(this.handle, key.keysym);
    if (keycode !== 0) return keycode;
    throw new CloudgameError(
      'usage',
      `The X server's keyboard has no key ${key.name}.`,
      'Choose another key: letters, digits and arrows are on every keyboard.',
    );
  }

  /** Presses or lets go of a key: the event leaves for the server at once. */
  setKey(keycode: number, isDown: boolean): void {
    this.x11.fakeKey(this.handle, keycode, isDown ? 1 : 0, NOW);
    this.x11.flush(this.handle);
  }

  /** Moves the mouse there and clicks with its first button. */
  click(x: number, y: number): void {
    this.x11.fakeMotion(this.handle, SCREEN, x, y, NOW);
    this.x11.fakeButton(this.handle, 1, 1, NOW);
    this.x11.fakeButton(this.handle, 1, 0, NOW);
    this.check();
  }

  /**
   * Waits until the server has done all that was asked.
   *
   * @throws Error with the server's words for what it refused.
   */
  check(): void {
    this.x11.sync(this.handle, 0);
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw new Error(`The X server refuses a request: ${failure}`);
  }

  close(): void {
    this.x11.closeDisplay(this.handle);
  }

  /** Xlib would end the process at the first error; here it is kept for whoever waits for the request. */
  #catchErrors(): void {
    const onError = (display: unknown, event: unknown) => {
      const { errorCode, requestCode, minorCode } = koffi.decode(event, XErrorEvent);
      const text = new Uint8Array(160);
      this.x11.getErrorText(display, errorCode, text, text.length);
      const words = Buffer.from(text.subarray(0, text.indexOf(0))).toString();
      this.#failure ??= `${words} (request ${requestCode}.${minorCode})`;
      return 0;
    };
    this.x11.setErrorHandler(koffi.register(onError, koffi.pointer(ErrorHandler)));
    // Xlib ends the process when this returns, with exit code 1: the connection can't be used any more.
    const onLoss = () => {
      process.stderr.write('The connection to the X server is lost.\n');
      return 0;
    };
    this.x11.setIoErrorHandler(koffi.register(onLoss, koffi.pointer(IoErrorHandler)));
  }
}

function noScreen(reason: string): CloudgameError {
  return new CloudgameError(
    'unexpected',
    `The X server at "${process.env.DISPLAY ?? ''}" can't be used: ${reason}.`,
    'Install Xvfb from your system: sudo apt-get install xvfb.',
  );
}
