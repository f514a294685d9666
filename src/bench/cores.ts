// What share of a frame's time a step of a core takes, through its process: the core itself, copies and pipes.
// npm run bench:cores -- [--seconds 10] [--run-ahead 2] [--core NAME GAME]: one JSON object on stdout. Without a core,
// Debian's that the tests use play the homebrew among the tests; those that aren't installed are left out.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileEarly } from '../../cores/early-compiling.js';
import { keepHeapSmall } from '../../cores/small-heap.js';
import { PACKAGE_ROOT } from '../package-root.js';
import { startCore } from '../pipeline/core/start-core.js';
import { coreByName } from './core-by-name.js';
import { pacedSteps } from './paced-steps.js';
import { type Percentiles, percentilesOf } from './percentiles.js';
import { type ProcessCost, ProcessMeter } from './process-cost.js';

interface CoreCase {
  readonly core: string;
  readonly game: string;
  readonly options?: ReadonlyMap<string, string>;
}

interface CoreResult {
  readonly core: string;
  readonly game: string;
  /** Pixels. */
  readonly picture: string;
  readonly runAheadFrames: number;
  /** Milliseconds from the request for a step until its answer was there. */
  readonly stepMs: Percentiles;
  /** The same as share of a frame's time, percent. */
  readonly framePercent: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** The core's own rate, and the one that was kept. */
  readonly framesPerSecond: { readonly core: number; readonly measured: number };
  readonly cost: Readonly<Record<string, ProcessCost>>;
}

const GAMES: readonly CoreCase[] = [
  // All of the picture's 240 lines, of which the core would leave some out.
  { core: 'nestopia', game: 'nes.nes', options: new Map([['nestopia_overscan_v', 'disabled']]) },
  { core: 'gambatte', game: 'game-boy.gb' },
  { core: 'mgba', game: 'gba.gba' },
  { core: 'bsnes_mercury_performance', game: 'snes.sfc' },
  { core: 'mednafen_pce_fast', game: 'pc-engine.pce' },
];
const GAMES_FOLDER = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms', 'homebrew');

async function measure(
  wanted: CoreCase,
  seconds: number,
  runAheadFrames: number,
): Promise<CoreResult | undefined> {
  const program = await coreByName(wanted.core, wanted.game);
  if (!program) {
    process.stderr.write(`${wanted.core} is not installed, and left out.\n`);
    return undefined;
  }
  const core = await startCore(
    { ...program, ...(wanted.options ? { options: wanted.options } : {}) },
    { onFormat: () => {} },
  );
  const refusal = await core.setRunAhead(runAheadFrames);
  if (refusal !== undefined) throw new Error(refusal);
  process.stderr.write(`${wanted.core}: measuring for ${seconds} s …\n`);
  const meter = new ProcessMeter({ core: core.pid });
  const { stepMs, framesPerSecond, width, height } = await pacedSteps(core, seconds);
  const cost = meter.read();
  const rate = core.format.framesPerSecond;
  await core.close();
  const steps = percentilesOf(stepMs);
  const percent = (ms: number) => Number(((ms * rate) / 10).toFixed(1));
  return {
    core: wanted.core,
    game: wanted.game,
    picture: `${width}×${height}`,
    runAheadFrames,
    stepMs: steps,
    framePercent: { p50: percent(steps.p50), p95: percent(steps.p95), p99: percent(steps.p99) },
    framesPerSecond: { core: rate, measured: Number(framesPerSecond.toFixed(4)) },
    cost,
  };
}

// As the command line does, for which this stands.
keepHeapSmall();
compileEarly();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    'run-ahead': { type: 'string', default: '0' },
    core: { type: 'string' },
  },
});
const [game] = positionals;
if ((game === undefined) !== (values.core === undefined)) {
  process.stderr.write('A core is measured with a game: npm run bench:cores -- --core nestopia game.nes\n');
  process.exit(2);
}
const cases =
  game !== undefined && values.core !== undefined
    ? [{ core: values.core, game }]
    : GAMES.map((known) => ({ ...known, game: join(GAMES_FOLDER, known.game) }));
const results: CoreResult[] = [];
for (const wanted of cases) {
  const result = await measure(wanted, Number(values.seconds), Number(values['run-ahead']));
  if (result) results.push(result);
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  platform: process.platform,
};
process.stdout.write(`${JSON.stringify({ machine, results }, undefined, 2)}\n`);
