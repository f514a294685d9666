// How long a frame takes from the core to its last RTP packet in WebRTC's hands, and what the processes cost.
// npm run bench:pipeline -- [--seconds 20] [--core test-pattern] [GAME]: one JSON object on stdout.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { keepHeapSmall } from '../../cores/small-heap.js';
import { findCoreProgram } from '../pipeline/core/core-program.js';
import { SOUND_SAMPLES_PER_SECOND } from '../pipeline/ffmpeg/encoder-arguments.js';
import { findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, EncodedSound, FrameStamp } from '../pipeline/frame.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { RtpTransport } from '../pipeline/transport/rtp-transport.js';
import type { Transport } from '../pipeline/transport/transport.js';
import type { VideoCodec } from '../protocol/control-message.js';
import { LoopbackViewer } from './loopback-viewer.js';
import { type Percentiles, percentilesOf } from './percentiles.js';
import { type ProcessCost, ProcessMeter } from './process-cost.js';

interface PipelineResult {
  readonly codec: VideoCodec;
  readonly ffmpeg: string;
  /** Milliseconds: a step sent to the core until its answer was there. */
  readonly coreMs: Percentiles;
  /** Milliseconds: the core's frame until its last RTP packet was handed to WebRTC. */
  readonly coreToLastPacketMs: Percentiles;
  /** Milliseconds between two steps. */
  readonly stepIntervalMs: Percentiles;
  /** The core's own rate, and the one that was kept. */
  readonly framesPerSecond: { readonly core: number; readonly measured: number };
  /** How much later (ms) sound and frames went out at the end than at the beginning, by their time stamps: what queued. */
  readonly growingDelayMs: { readonly sound: number; readonly frames: number };
  /** Steps that were left out because the machine stood still for more than 100 ms. */
  readonly framesSkipped: number;
  /** Frames that the encoder was not ready for. */
  readonly framesDropped: number;
  readonly bitrateBps: number;
  readonly cost: Readonly<Record<string, ProcessCost>>;
}

const WARM_UP_MS = 2_000;

interface PipelineBenchmark {
  readonly codec: VideoCodec;
  readonly seconds: number;
  readonly core: string | undefined;
  readonly game: string | undefined;
  readonly ffmpegPath: string | undefined;
}

async function measure(benchmark: PipelineBenchmark): Promise<PipelineResult> {
  const { codec, seconds, core, game } = benchmark;
  const ffmpeg = await findFfmpeg(codec, benchmark.ffmpegPath);
  const pipeline = await Pipeline.open(
    { core: await findCoreProgram(core, game), ffmpeg, codec },
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
  const viewer = await LoopbackViewer.open(codec);
  const recorder = new Recorder(rtpTransport(viewer, pipeline));
  pipeline.start();
  pipeline.fanOut.add(recorder);
  await wait(WARM_UP_MS);
  recorder.clear();
  const before = pipeline.statistics();
  const meter = new ProcessMeter({ host: process.pid, ...pipeline.processIds });
  process.stderr.write(`${codec}: measuring for ${seconds} s …\n`);
  await wait(seconds * 1000);
  const after = pipeline.statistics();
  const cost = meter.read();
  await viewer.close();
  await pipeline.close();
  return {
    codec,
    ffmpeg: ffmpeg.version,
    ...recorder.result(pipeline.format.framesPerSecond),
    framesSkipped: after.framesSkipped - before.framesSkipped,
    framesDropped: after.framesDropped - before.framesDropped,
    bitrateBps: Math.round(((after.videoBytes - before.videoBytes) * 8) / seconds),
    cost,
  };
}

function rtpTransport({ connection }: LoopbackViewer, { payloads }: Pipeline): RtpTransport {
  const { video, audio } = connection;
  if (!video || !audio) throw new Error('the receiver did not take the codec');
  return new RtpTransport({ video, audio, payloads, onKeyframeWish: () => {} });
}

/** Notes when a frame has been handed on. */
class Recorder implements Transport {
  readonly kind = 'rtp';
  readonly #transport: Transport;
  #frames: { readonly stamp: FrameStamp; readonly sentTime: number }[] = [];
  /** When each packet was sent less when it plays by its time stamp, ms. */
  #soundDelays: number[] = [];

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  sendFrame(frame: EncodedFrame): void {
    this.#transport.sendFrame(frame);
    this.#frames.push({ stamp: frame.stamp, sentTime: performance.now() });
  }

  sendSound(packet: EncodedSound): void {
    this.#transport.sendSound(packet);
    this.#soundDelays.push(performance.now() - (packet.timestamp * 1000) / SOUND_SAMPLES_PER_SECOND);
  }

  statistics(): ReturnType<Transport['statistics']> {
    return this.#transport.statistics();
  }

  path(now: number): ReturnType<Transport['path']> {
    return this.#transport.path(now);
  }

  close(): void {
    this.#transport.close();
  }

  clear(): void {
    this.#frames = [];
    this.#soundDelays = [];
  }

  result(coreRate: number): RecorderResult {
    const stamps = this.#frames.map(({ stamp }) => stamp);
    const first = stamps[0]!;
    const last = stamps.at(-1)!;
    const measured = ((last.number - first.number) * 1000) / (last.stepTime - first.stepTime);
    return {
      coreMs: percentilesOf(stamps.map(({ stepTime, readyTime }) => readyTime - stepTime)),
      coreToLastPacketMs: percentilesOf(
        this.#frames.map(({ stamp, sentTime }) => sentTime - stamp.readyTime),
      ),
      stepIntervalMs: percentilesOf(
        stamps.slice(1).map(({ stepTime }, index) => stepTime - stamps[index]!.stepTime),
      ),
      framesPerSecond: { core: coreRate, measured: Number(measured.toFixed(4)) },
      growingDelayMs: {
        sound: growth(this.#soundDelays),
        frames: growth(this.#frames.map(({ stamp, sentTime }) => sentTime - stamp.dueTime)),
      },
    };
  }
}

type RecorderResult = Pick<
  PipelineResult,
  'coreMs' | 'coreToLastPacketMs' | 'stepIntervalMs' | 'framesPerSecond' | 'growingDelayMs'
>;

/** Median of the last tenth less median of the first. */
function growth(delays: readonly number[]): number {
  const tenth = Math.max(1, Math.floor(delays.length / 10));
  const begin = percentilesOf(delays.slice(0, tenth)).p50;
  return Number((percentilesOf(delays.slice(-tenth)).p50 - begin).toFixed(2));
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// As the command line does, for which this stands.
keepHeapSmall();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    core: { type: 'string' },
    codec: { type: 'string', multiple: true, default: ['h264', 'vp8'] },
    ffmpeg: { type: 'string' },
  },
});
const game = positionals[0];
const core = values.core ?? (game === undefined ? 'test-pattern' : undefined);
const results: PipelineResult[] = [];
for (const codec of values.codec as VideoCodec[]) {
  const seconds = Number(values.seconds);
  results.push(await measure({ codec, seconds, core, game, ffmpegPath: values.ffmpeg }));
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  platform: process.platform,
};
process.stdout.write(`${JSON.stringify({ machine, game: game ?? core, results }, undefined, 2)}\n`);
process.exit();
