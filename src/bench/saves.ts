// How long a save takes from the key to the file that would survive a power cut, and what frames it costs meanwhile.
// npm run bench:saves -- [--saves 200] [--folder FOLDER] [--core NAME] [GAME]: one JSON object on stdout. Without a core,
// nes and nestopia play, by default the homebrew among the tests; one that isn't installed is left out. The folder, that
// for temporary files by default, is where it is saved: its disk is what is measured.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { identifyGame } from '../host/game.js';
import { GameControl } from '../host/game-control.js';
import { PACKAGE_ROOT } from '../package-root.js';
import { findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { SLOTS } from '../protocol/room-action.js';
import { SaveKeeper } from '../saves/save-keeper.js';
import { coreByName } from './core-by-name.js';
import { type Percentiles, percentilesOf } from './percentiles.js';

interface SavesResult {
  readonly core: string;
  readonly game: string;
  readonly stateBytes: number;
  /** Milliseconds from the wish until the file is on the disk. */
  readonly saveMs: Percentiles;
  /** Lost while it was saved; the same time without saves stands beside it. */
  readonly whileSaving: LostFrames;
  readonly withoutSaves: LostFrames;
}

interface LostFrames {
  readonly seconds: number;
  readonly framesDropped: number;
  readonly framesSkipped: number;
}

const WARM_UP_MS = 2_000;
/** Between two saves (ms): no whole number of frames, so that they come at any moment of one. */
const PAUSE_MS = 47;
const GAME = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms', 'homebrew', 'nes.nes');

async function measure(core: string, game: string, saves: number): Promise<SavesResult | undefined> {
  const program = await coreByName(core, game);
  if (!program) {
    process.stderr.write(`${core} is not installed, and left out.\n`);
    return undefined;
  }
  const dataDir = await mkdtemp(join(values.folder, 'cloudgame-bench-'));
  const { sha256, title } = await identifyGame(game);
  const warn = (message: string) => void process.stderr.write(`${message}\n`);
  const keeper = await SaveKeeper.open({ dataDir, gameSha256: sha256, title, warn });
  const pipeline = await Pipeline.open(
    { core: program, ffmpeg: await findFfmpeg('vp8', undefined), codec: 'vp8' },
    {
      sampleInputs: () => ({ players: [], sequences: [], times: [] }),
      onFormat: () => {},
      onInterruption: warn,
      onRecovery: (_what, reason) => warn(reason),
      onState: (state) => keeper.takeState(state),
      onSaveRam: (saveRam) => keeper.takeSaveRam(saveRam),
      onFailure: (what, failure) => {
        throw new Error(`${what} failed`, { cause: failure });
      },
    },
  );
  try {
    await keeper.restore(pipeline);
    const control = new GameControl({
      game: pipeline,
      slots: keeper.slots,
      onPaused: () => {},
      onChoice: () => {},
    });
    pipeline.start();
    await delay(WARM_UP_MS);
    const saveMs: number[] = [];
    const whileSaving = await lostDuring(pipeline, async () => {
      for (let index = 0; index < saves; index++) {
        const begin = performance.now();
        const { done, message } = await control.carryOut({ kind: 'save', slot: 1 + (index % SLOTS) }, 'host');
        if (!done) throw new Error(message);
        saveMs.push(performance.now() - begin);
        await delay(PAUSE_MS);
      }
    });
    const withoutSaves = await lostDuring(pipeline, () => delay(whileSaving.seconds * 1000));
    const state = await keeper.slots.read(1, pipeline.core.name);
    return {
      core: `${pipeline.core.name} ${pipeline.core.version}`,
      game,
      stateBytes: state.payload.length,
      saveMs: percentilesOf(saveMs),
      whileSaving,
      withoutSaves,
    };
  } finally {
    await pipeline.close();
    await keeper.close();
    await rm(dataDir, { recursive: true });
  }
}

async function lostDuring(pipeline: Pipeline, action: () => Promise<unknown>): Promise<LostFrames> {
  const before = pipeline.statistics();
  const begin = performance.now();
  await action();
  const after = pipeline.statistics();
  return {
    seconds: Number(((performance.now() - begin) / 1000).toFixed(1)),
    framesDropped: after.framesDropped - before.framesDropped,
    framesSkipped: after.framesSkipped - before.framesSkipped,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    saves: { type: 'string', default: '200' },
    core: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const results: SavesResult[] = [];
for (const core of values.core === undefined ? ['nes', 'nestopia'] : [values.core]) {
  const result = await measure(core, positionals[0] ?? GAME, Number(values.saves));
  if (result) results.push(result);
}
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
process.stdout.write(`${JSON.stringify({ machine, results }, undefined, 2)}\n`);
process.exit();
