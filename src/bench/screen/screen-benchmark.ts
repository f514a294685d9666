import { CloudgameError } from '../../errors.js';
import { distributionOf } from '../report/distribution.js';
import { BrowserWindow } from './browser-window.js';
import { parseKeyName, type XKey } from './key-names.js';
import type { OutsideOptions, ScreenPoint } from './outside-options.js';
import type { OutsideResult } from './outside-result.js';
import { Probe } from './probe.js';
import { startWindowManager } from './window-manager.js';
import { SCREEN_DEPTH, Xvfb } from './xvfb.js';

const DEFAULT_KEY = 'KeyX';
const DEFAULT_PRESSES = 100;
const DEFAULT_SCREEN = { width: 1024, height: 768 };
/** For a page to be ready and to answer to its key, ms. */
const TIME_TO_ANSWER = 30_000;

/**
 * Measures how long a page takes from a key to the picture, from outside: a browser on a screen of its own, a key through
 * its X server, and a pixel of the screen that is read until it changes.
 *
 * @throws CloudgameError where something is missing on this computer, the page doesn't come, or no pixel answers.
 */
export async function measureFromOutside(options: OutsideOptions): Promise<OutsideResult> {
  if (process.platform !== 'linux') {
    throw new CloudgameError(
      'usage',
      'Measuring from outside works on Linux only: it needs an X server.',
      'Measure in the page instead, without --screen, or on a computer with Linux.',
    );
  }
  const key = parseKeyName(options.key ?? DEFAULT_KEY);
  const size = options.screen ?? DEFAULT_SCREEN;
  const page = pageOf(options.url);
  checkPoints(size, options);
  const { signal } = options;
  signal?.throwIfAborted();

  const screen = await Xvfb.start(size);
  // Whatever is under way then fails, since all of it lives on this screen.
  const end = () => void screen.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return { page, ...(await measureOn(screen, key, size, options)) };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    await screen.close();
  }
}

async function measureOn(
  screen: Xvfb,
  key: XKey,
  size: { readonly width: number; readonly height: number },
  options: OutsideOptions,
): Promise<Omit<OutsideResult, 'page'>> {
  const { onProgress = () => {}, presses = DEFAULT_PRESSES } = options;
  const windowManager = await startWindowManager(screen);
  if (windowManager === null && options.browser.kind === 'firefox') throw firefoxNeedsWindowManager();
  onProgress(`Starting ${options.browser.path} on a screen of ${size.width} × ${size.height} …`);
  const window = await BrowserWindow.open(options, screen, size);
  const probe = new Probe(screen.environment);
  try {
    await probe.ask('click', options.click ?? middleOf(size));
    if (options.prepare !== undefined) await window.run(options.prepare);
    const pixel = options.pixel ?? (await findPixel(probe, key, onProgress));
    onProgress(`Pressing ${key.name} ${presses} times and reading the pixel ${pixel.x},${pixel.y} …`);
    const measured = await probe.ask('measure', { key, pixel, presses });
    if (!measured.isStill) throw restlessPixel(pixel);
    const distribution = distributionOf(measured.samplesMs);
    if (!distribution) throw deafPixel(pixel, key);
    const { min, p50, p95, p99, max, count } = distribution;
    await options.afterPresses?.(window.page);
    return {
      browser: { kind: options.browser.kind, version: window.version },
      screen: { ...size, depth: SCREEN_DEPTH },
      windowManager,
      key: key.name,
      pixel,
      presses,
      lost: measured.lost,
      keyToPixelMs: { min, p50, p95, p99, max, samples: count },
      samplesMs: measured.samplesMs.map(rounded),
      instrument: {
        reads: measured.reads,
        readMs: rounded(measured.readMs),
        resolutionMs: rounded(measured.resolutionMs),
      },
    };
  } finally {
    await Promise.all([probe.close(), window.close()]);
  }
}

async function findPixel(probe: Probe, key: XKey, onProgress: (text: string) => void): Promise<ScreenPoint> {
  onProgress(`Looking for what answers to the key ${key.name} …`);
  const found = await probe.ask('find', { key, timeoutMs: TIME_TO_ANSWER });
  if (found) return { x: found.x, y: found.y };
  throw new CloudgameError(
    'unexpected',
    `Nothing on the screen answers to the key ${key.name}.`,
    'Name another key, a pixel that changes with it, or a script that gets the page ready.',
  );
}

function checkPoints(
  { width, height }: { readonly width: number; readonly height: number },
  { pixel, click }: Pick<OutsideOptions, 'pixel' | 'click'>,
): void {
  for (const point of [pixel, click]) {
    if (point === undefined || (point.x < width && point.y < height)) continue;
    throw new CloudgameError(
      'usage',
      `The pixel ${point.x},${point.y} lies outside the screen, which has ${width} × ${height}.`,
      'Name one on it, or a larger screen.',
    );
  }
}

function firefoxNeedsWindowManager(): CloudgameError {
  return new CloudgameError(
    'unexpected',
    'Firefox gets no keys on a screen without a window manager, and there is no openbox on the PATH.',
    'Install it: sudo apt-get install openbox.',
  );
}

function restlessPixel({ x, y }: ScreenPoint): CloudgameError {
  return new CloudgameError(
    'usage',
    `The pixel ${x},${y} changes by itself, so that it doesn't tell what the key does.`,
    'Name one that stands still until the key is pressed.',
  );
}

function deafPixel({ x, y }: ScreenPoint, key: XKey): CloudgameError {
  return new CloudgameError(
    'usage',
    `The pixel ${x},${y} never changed after the key ${key.name}.`,
    'Name another pixel or key, a script that gets the page ready, or no pixel: then one is looked for.',
  );
}

function middleOf({ width, height }: { readonly width: number; readonly height: number }): ScreenPoint {
  return { x: Math.floor(width / 2), y: Math.floor(height / 2) };
}

/** The address without its parts that may be secret. */
function pageOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:', 'file:'].includes(parsed.protocol)) {
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  }
  throw new CloudgameError(
    'usage',
    `"${url}" is no address of a page.`,
    'Write it out as in a browser, with https:// or http:// before it.',
  );
}

function rounded(ms: number): number {
  return Number(ms.toFixed(3));
}
