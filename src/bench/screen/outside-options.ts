import type { Page } from 'puppeteer-core';
import type { BrowserProgram } from '../browser/browser-program.js';

/** A point of the screen in pixels, from its upper left corner. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** What is to be measured from outside, and how. */
export interface OutsideOptions {
  readonly browser: BrowserProgram;
  /** The page that answers to a key: a link of a room, or any other; http, https or file. */
  readonly url: string;
  /** As X names it (`x`, `Return`, `Left`) or as browsers do (`KeyX`, `Enter`, `ArrowLeft`); by default `KeyX`. */
  readonly key?: string;
  /**
   * Where the picture answers to the key. The window fills the screen, so these are pixels of the page as well. By default
   * the key is pressed a few times and the middle of the largest square found that answers to it.
   */
  readonly pixel?: ScreenPoint;
  /** Where the page is clicked first, so that it gets keys; by default in the middle of the screen. */
  readonly click?: ScreenPoint;
  /** JavaScript that is run in the page once it has loaded; where its value is a promise, that is awaited. */
  readonly prepare?: string;
  /** How often the key is pressed, at random phases; by default 100. */
  readonly presses?: number;
  /** Size of the screen in pixels; by default 1024 × 768. */
  readonly screen?: { readonly width: number; readonly height: number };
  /** Further arguments of the browser, for example Chromium's `--host-resolver-rules`. */
  readonly browserArguments?: readonly string[];
  /** For another instrument, in the page: called before the page loads, and when all presses are done. */
  readonly beforeLoad?: (page: Page) => Promise<unknown>;
  readonly afterPresses?: (page: Page) => Promise<unknown>;
  /** Ends everything and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told what is being done, as sentences for people. */
  readonly onProgress?: (text: string) => void;
}
