import { SIZES } from '../../../cores/test-pattern/sizes.js';
import { CloudgameError } from '../../errors.js';
import { transportKind, type VideoCodec, videoCodec } from '../../protocol/control-message.js';
import type { BrowserProgram } from '../browser/browser-program.js';
import type { Matrix } from '../combinations.js';
import { parseNetworks } from '../network/parse-network.js';

/** The flags of which several can be named, as they were written. */
export interface WrittenChoices {
  readonly codec?: string | undefined;
  readonly transport: string;
  readonly viewers: string;
  readonly sessions: string;
  readonly size?: string | undefined;
  readonly network: string;
  readonly page: string;
  readonly presses: string;
}

const MOST_VIEWERS = 64;
const MOST_SESSIONS = 32;

/**
 * Reads what is to be measured.
 *
 * @param browser - decides about codecs where none is named: Firefox gets H.264 from elsewhere, if at all.
 * @throws CloudgameError (usage) for what can't be chosen.
 */
export function readChoices(
  written: WrittenChoices,
  browser: BrowserProgram['kind'],
): Omit<Matrix, 'game' | 'core' | 'browser'> {
  const codecs: readonly VideoCodec[] = browser === 'firefox' ? ['vp8'] : ['h264', 'vp8'];
  return {
    codecs: written.codec === undefined ? codecs : choose('codec', written.codec, videoCodec.options),
    transports: choose('transport', written.transport, ['auto', ...transportKind.options]),
    viewers: readNumbers('viewers', written.viewers, MOST_VIEWERS),
    sessions: readNumbers('sessions', written.sessions, MOST_SESSIONS),
    sizes: written.size === undefined ? [undefined] : choose('size', written.size, SIZES),
    networks: parseNetworks(written.network),
    securePages: choose('page', written.page, ['secure', 'insecure']).map((page) => page === 'secure'),
    presses: choose('presses', written.presses, ['isolated', 'mashing']),
  };
}

function choose<const Choice extends string>(
  flag: string,
  written: string,
  choices: readonly Choice[],
): Choice[] {
  const named = [...new Set(written.split(',').map((part) => part.trim()))];
  const wrong = named.find((name) => !(choices as readonly string[]).includes(name));
  if (wrong === undefined) return named as Choice[];
  throw new CloudgameError(
    'usage',
    `--${flag} can’t be “${wrong}”.`,
    `Choose from ${choices.join(', ')}, with commas in between.`,
  );
}

function readNumbers(flag: string, written: string, most: number): number[] {
  const counts = [...new Set(written.split(',').map(Number))];
  if (counts.every((count) => Number.isInteger(count) && count >= 1 && count <= most)) return counts;
  throw new CloudgameError(
    'usage',
    `--${flag} can’t be “${written}”.`,
    `Give numbers from 1 to ${most}, with commas in between.`,
  );
}
