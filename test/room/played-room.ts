import { onTestFinished } from 'vitest';
import { findCoreProgram } from '../../src/pipeline/core/core-program.js';
import { findFfmpeg } from '../../src/pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame } from '../../src/pipeline/frame.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import type { VideoCodec } from '../../src/protocol/control-message.js';
import type { RoomOptions } from '../../src/room/room.js';
import { Inbox } from './inbox.js';
import { makeRoom, type TestRoom } from './test-room.js';

export interface PlayedRoom extends TestRoom {
  readonly pipeline: Pipeline;
  /** What comes out of the encoder, on its way to the viewers. */
  readonly frames: Inbox<EncodedFrame>;
}

/** A room in which the test pattern is played, by a real core process and real encoders. */
export async function openPlayedRoom(
  codec: VideoCodec = 'vp8',
  options: Pick<RoomOptions, 'otherCodecs'> = {},
): Promise<PlayedRoom> {
  const [core, ffmpeg] = await Promise.all([findCoreProgram('test-pattern', undefined), findFfmpeg(codec)]);
  let made: TestRoom | undefined;
  const pipeline = await Pipeline.open(
    { core, ffmpeg, codec },
    {
      sampleInputs: () => made?.room.sampleInputs() ?? { players: [], sequences: [], times: [] },
      onFormat: () => {},
      onInterruption: () => {},
      onRecovery: () => {},
      onFailure: () => {},
    },
  );
  onTestFinished(() => pipeline.close());
  const { players: seats, buttonLabels } = pipeline.core;
  const game = { title: 'Pattern', seats, format: pipeline.format, buttonLabels };
  made = makeRoom({ ...options, codec, game });
  const frames = new Inbox<EncodedFrame>();
  const { fanOut } = pipeline.renditions.room;
  const sendFrame = fanOut.sendFrame.bind(fanOut);
  fanOut.sendFrame = (frame) => {
    sendFrame(frame);
    frames.push(frame);
  };
  made.room.open(pipeline);
  pipeline.start();
  return { ...made, pipeline, frames };
}
