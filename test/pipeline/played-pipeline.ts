import { onTestFinished } from 'vitest';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import type { PipelineOptions } from '../../src/pipeline/pipeline-options.js';
import { holding } from '../core-process.js';
import { FFMPEG } from './ffmpeg/installed.js';
import { RecordingTransport } from './transport/recording-transport.js';

/** A pipeline that plays, for one player who holds nothing, until the test is over; its viewer has had some frames. */
export async function playPipeline(
  options: Omit<PipelineOptions, 'ffmpeg' | 'codec'>,
): Promise<{ pipeline: Pipeline; viewer: RecordingTransport }> {
  const pipeline = await Pipeline.open(
    { ffmpeg: FFMPEG, codec: 'vp8', ...options },
    {
      sampleInputs: () => ({ players: [holding(0)], sequences: [1], times: [0] }),
      onFormat: () => {},
      onInterruption: () => {},
      onRecovery: () => {},
      onFailure: () => {},
    },
  );
  onTestFinished(() => pipeline.close());
  pipeline.start();
  const viewer = new RecordingTransport();
  pipeline.renditions.add(viewer);
  await viewer.framesReach(10);
  return { pipeline, viewer };
}
