import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { CloudgameError } from '../../errors.js';

/** A browser that is there to measure in. */
export interface BrowserProgram {
  /** How it is driven: Chromium over CDP, Firefox over WebDriver BiDi. */
  readonly kind: 'chromium' | 'firefox';
  readonly path: string;
}

const NAMES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'],
  firefox: ['firefox-esr', 'firefox'],
} as const;

/** Where installers put browsers that are on no PATH. */
const PLACES: Readonly<Record<string, Readonly<Record<BrowserProgram['kind'], readonly string[]>>>> = {
  darwin: {
    chromium: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
  win32: {
    chromium: [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    firefox: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
};

/**
 * Finds a browser on this computer.
 *
 * @param wanted - `chromium`, `firefox`, or the path of one; of either kind, Chromium first, where it isn't given.
 * @throws CloudgameError (usage) where there is none.
 */
export function findBrowser(
  wanted?: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): BrowserProgram {
  const kinds = wanted === undefined ? (['chromium', 'firefox'] as const) : kindsOf(wanted);
  for (const kind of kinds) {
    const found = candidates(kind, environment, platform).find((path) => existsSync(path));
    if (found !== undefined) return { kind, path: found };
  }
  if (wanted !== undefined && kinds.length === 0) return byPath(wanted);
  throw new CloudgameError(
    'usage',
    `The benchmark measures in a real browser, and there is no ${wanted === undefined ? 'Chromium or Firefox' : nameOf(kinds[0]!)} on this computer.`,
    `Install one (on Debian: apt install ${kinds[0] === 'firefox' ? 'firefox-esr' : 'chromium'}), or name the program of one with --browser PATH.`,
  );
}

function kindsOf(wanted: string): readonly BrowserProgram['kind'][] {
  return wanted === 'chromium' || wanted === 'firefox' ? [wanted] : [];
}

function byPath(path: string): BrowserProgram {
  if (!existsSync(path)) {
    throw new CloudgameError(
      'usage',
      `There is no browser at ${path}.`,
      'Name the program of a Chromium or a Firefox, or say --browser chromium or --browser firefox.',
    );
  }
  return { kind: /firefox/i.test(path) ? 'firefox' : 'chromium', path };
}

function candidates(
  kind: BrowserProgram['kind'],
  environment: NodeJS.ProcessEnv,
  platform: string,
): readonly string[] {
  const named = kind === 'chromium' ? environment.CHROMIUM_PATH : environment.FIREFOX_PATH;
  if (named) return [named];
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const suffix = platform === 'win32' ? '.exe' : '';
  const onPath = NAMES[kind].flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...onPath, ...(PLACES[platform]?.[kind] ?? [])];
}

function nameOf(kind: BrowserProgram['kind']): string {
  return kind === 'chromium' ? 'Chromium' : 'Firefox';
}
