// How long a frame takes from the core to its last packet in WebRTC's hands, and what the processes cost, by viewers
// and transport. npm run bench:pipeline -- [--seconds 20] [--viewers 1,4,16] [--core test-pattern] [GAME]: one JSON
// object on stdout.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compileEarly } from '../../cores/early-compiling.js';
import { keepHeapSmall } from '../../cores/small-heap.js';
import { findCoreProgram } from '../pipeline/core/core-program.js';
import { findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { PICTURE_SCALES, type PictureScale } from '../pipeline/video/enlargement.js';
import type { VideoCodec } from '../protocol/control-message.js';
import type { TransportSetting } from '../room/transport-choice.js';
import { ViewerPicture } from '../room/viewer-picture.js';
import { FrameRecorder, type FrameTimes } from './frame-recorder.js';
import { LoopbackViewer } from './loopback-viewer.js';
import { type ProcessCost, ProcessMeter } from './process-cost.js';
import { findTaskset, type PinnedTo } from './processor-pinning.js';

interface PipelineResult extends FrameTimes {
  readonly codec: VideoCodec;
  readonly scale: PictureScale;
  readonly transport: TransportSetting;
  readonly viewers: number;
  readonly ffmpeg: string;
  /** Steps that were left out because the machine stood still for more than 100 ms. */
  readonly framesSkipped: number;
  /** Frames that the encoder was not ready for. */
  readonly framesDropped: number;
  readonly bitrateBps: number;
  readonly cost: Readonly<Record<string, ProcessCost>>;
  /** All of them together. */
  readonly costPercent: number;
}

/**
 * Seconds before anything is counted. V8 compiles what a session runs 60 times a second bit by bit, for the better part
 * of a minute, and until then interprets it: that is the cost of a start, and not of a session.
 */
const WARM_UP_SECONDS = 45;

interface PipelineBenchmark {
  readonly codec: VideoCodec;
  /** As of `cloudgame host --scale`. */
  readonly scale: PictureScale;
  readonly transport: TransportSetting;
  readonly viewers: number;
  /** The processor that the viewers run on. */
  readonly viewersOn: PinnedTo | undefined;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly core: string | undefined;
  readonly game: string | undefined;
  readonly ffmpegPath: string | undefined;
}

async function measure(benchmark: PipelineBenchmark): Promise<PipelineResult> {
  const { codec, scale, transport, seconds, warmUpSeconds, core, game } = benchmark;
  const ffmpeg = await findFfmpeg(codec, benchmark.ffmpegPath);
  const program = await findCoreProgram(core, game);
  const pipeline = await Pipeline.open(
    { core: { ...program, ...(scale === 2 && { wantsRgb: true }) }, ffmpeg, codec, scale },
    {
      sampleInputs: () => ({ players: [], sequences: [], times: [] }),
      onFormat: () => {},
      onInterruption: console.error,
      onRecovery: console.error,
      onFailure: (what, failure) => {
        throw new Error(`${what} failed`, { cause: failure });
      },
    },
  );
  const viewers = await openViewers(benchmark);
  const pictures = viewers.map((viewer) => pictureOf(viewer, pipeline, transport));
  const recorder = new FrameRecorder(pictures[0]!.transport);
  pipeline.start();
  pipeline.renditions.add(recorder);
  for (const picture of pictures.slice(1)) picture.begin();
  await wait(warmUpSeconds * 1000);
  recorder.clear();
  const before = pipeline.statistics();
  const meter = new ProcessMeter({ host: process.pid, ...pipeline.processIds });
  process.stderr.write(`${codec}, ${transport}, viewers ${viewers.length}: measuring for ${seconds} s …\n`);
  await wait(seconds * 1000);
  const after = pipeline.statistics();
  const cost = meter.read();
  await Promise.all(viewers.map((viewer) => viewer.close()));
  await pipeline.close();
  return {
    codec,
    scale,
    transport,
    viewers: viewers.length,
    ffmpeg: ffmpeg.version,
    ...recorder.result(pipeline.format.framesPerSecond),
    framesSkipped: after.framesSkipped - before.framesSkipped,
    framesDropped: after.framesDropped - before.framesDropped,
    bitrateBps: Math.round(((after.videoBytes - before.videoBytes) * 8) / seconds),
    cost,
    costPercent: Number(
      Object.values(cost)
        .reduce((sum, { cpuPercent }) => sum + cpuPercent, 0)
        .toFixed(1),
    ),
  };
}

/** A viewer's picture and sound, by a real connection and as the room sends them. */
function pictureOf(
  { connection }: LoopbackViewer,
  source: Pipeline,
  setting: TransportSetting,
): ViewerPicture {
  const { codec, video, audio, packets } = connection;
  if (!codec || !video || !audio) throw new Error('the receiver did not take the codec');
  return new ViewerPicture({
    source,
    setting,
    // As the page with a worker of its own has it.
    transports: ['frames', 'sound', 'rtp'],
    codec,
    video,
    audio,
    packets,
    frames: () => connection.frames,
    roundTripMs: () => connection.roundTripMs,
    onChange: () => {},
  });
}

/** Opens them one after the other: each is a process that starts. */
async function openViewers(benchmark: PipelineBenchmark): Promise<LoopbackViewer[]> {
  const viewers: LoopbackViewer[] = [];
  for (let count = 0; count < benchmark.viewers; count++) {
    viewers.push(await LoopbackViewer.open(benchmark.codec, benchmark.viewersOn));
  }
  return viewers;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// As the command line does, for which this stands.
keepHeapSmall();
compileEarly();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: String(WARM_UP_SECONDS) },
    viewers: { type: 'string', default: '1' },
    'viewers-on': { type: 'string' },
    transport: { type: 'string', default: 'rtp' },
    core: { type: 'string' },
    codec: { type: 'string', multiple: true, default: ['h264', 'vp8'] },
    scale: { type: 'string', default: '1' },
    ffmpeg: { type: 'string' },
  },
});
const game = positionals[0];
const core = values.core ?? (game === undefined ? 'test-pattern' : undefined);
const taskset = findTaskset();
if (values['viewers-on'] !== undefined && taskset === undefined) {
  process.stderr.write('--viewers-on needs `taskset` (util-linux, Linux only), which is not installed.\n');
  process.exit(2);
}
const viewersOn =
  values['viewers-on'] !== undefined && taskset !== undefined
    ? { taskset, processor: Number(values['viewers-on']) }
    : undefined;
const scale = PICTURE_SCALES.find((one) => String(one) === values.scale) ?? 1;
const results: PipelineResult[] = [];
for (const codec of values.codec as VideoCodec[]) {
  for (const transport of values.transport.split(',') as TransportSetting[]) {
    for (const viewers of values.viewers.split(',').map(Number)) {
      results.push(
        await measure({
          codec,
          scale,
          transport,
          viewers,
          viewersOn,
          warmUpSeconds: Number(values['warm-up']),
          seconds: Number(values.seconds),
          core,
          game,
          ffmpegPath: values.ffmpeg,
        }),
      );
    }
  }
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  platform: process.platform,
};
process.stdout.write(`${JSON.stringify({ machine, game: game ?? core, results }, undefined, 2)}\n`);
process.exit();
