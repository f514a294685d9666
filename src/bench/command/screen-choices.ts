import { readFile } from 'node:fs/promises';
import { CloudgameError } from '../../errors.js';
import type { OutsideOptions, ScreenPoint } from '../screen/outside-options.js';

/** The flags about measuring from outside, as they were written. */
export interface WrittenScreenChoices {
  readonly key?: string | undefined;
  readonly pixel?: string | undefined;
  readonly prepare?: string | undefined;
}

/**
 * Reads what to press, where to look, and what gets the page ready.
 *
 * @throws CloudgameError (usage) for what is none.
 */
export async function readScreenChoices(
  written: WrittenScreenChoices,
): Promise<Pick<OutsideOptions, 'key' | 'pixel' | 'prepare'>> {
  return {
    ...(written.key === undefined ? {} : { key: written.key }),
    ...(written.pixel === undefined ? {} : { pixel: parsePixel(written.pixel) }),
    ...(written.prepare === undefined ? {} : { prepare: await readScript(written.prepare) }),
  };
}

/** Reads a point of the screen: `X,Y`, in pixels from the upper left corner. */
export function parsePixel(text: string): ScreenPoint {
  const [, x, y] = /^\s*(\d{1,5})\s*,\s*(\d{1,5})\s*$/.exec(text) ?? [];
  if (x !== undefined && y !== undefined) return { x: Number(x), y: Number(y) };
  throw new CloudgameError(
    'usage',
    `--pixel can’t be “${text}”.`,
    'Write it as X,Y in pixels from the upper left corner of the page, like 412,300.',
  );
}

async function readScript(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CloudgameError(
      'usage',
      `The script for the page can’t be read: ${(cause as Error).message}`,
      'Give --prepare a file with JavaScript.',
      { cause },
    );
  }
}
