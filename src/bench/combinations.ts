import type { PatternSize } from '../../cores/test-pattern/sizes.js';
import type { VideoCodec } from '../protocol/control-message.js';
import type { NetworkProfile } from './network/link-profile.js';
import type { Combination } from './report/combination.js';

/** What is to be measured: every choice with every other. */
export interface Matrix {
  readonly game: Combination['game'];
  readonly core: Combination['core'];
  readonly browser: string;
  readonly codecs: readonly VideoCodec[];
  readonly transports: readonly Combination['transport'][];
  readonly viewers: readonly number[];
  /** How many hosts are side by side. */
  readonly sessions: readonly number[];
  /** Sizes of the test pattern's picture; `undefined` is what the game has. */
  readonly sizes: readonly (PatternSize | undefined)[];
  readonly networks: readonly NetworkProfile[];
  /** Whether pages are secure contexts. */
  readonly securePages: readonly boolean[];
  readonly presses: readonly Combination['presses'][];
}

/** A combination, with what its name of a network stands for. */
export interface PlannedCombination {
  readonly combination: Combination;
  readonly network: NetworkProfile;
}

/** All combinations. */
export function planCombinations(matrix: Matrix): PlannedCombination[] {
  const { game, core, browser } = matrix;
  return matrix.networks.flatMap((network) =>
    matrix.codecs.flatMap((codec) =>
      matrix.transports.flatMap((transport) =>
        matrix.securePages.flatMap((securePage) =>
          matrix.presses.flatMap((presses) =>
            numbersFor(presses, matrix).map(({ viewers, sessions, size }) => ({
              network,
              combination: {
                game,
                ...(core === undefined ? {} : { core }),
                codec,
                transport,
                viewers,
                ...(sessions > 1 && { sessions }),
                ...(size !== undefined && { size }),
                network: network.name,
                browser,
                securePage,
                presses,
              },
            })),
          ),
        ),
      ),
    ),
  );
}

/** Of all by which cost grows, every number with every other. */
function numbersFor(presses: Combination['presses'], { viewers, sessions, sizes }: Matrix) {
  return viewersFor(presses, viewers).flatMap((count) =>
    sessions.flatMap((hosts) => sizes.map((size) => ({ viewers: count, sessions: hosts, size }))),
  );
}

/** Two players are two viewers at least. */
function viewersFor(presses: Combination['presses'], viewers: readonly number[]): number[] {
  const least = presses === 'mashing' ? 2 : 1;
  return [...new Set(viewers.map((count) => Math.max(least, count)))];
}
