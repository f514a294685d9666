import type { VideoCodec } from '../protocol/control-message.js';
import type { CoreProgram } from './core/core-program.js';
import type { RunAheadSetting } from './core/run-ahead.js';
import type { FfmpegProgram } from './ffmpeg/ffmpeg-program.js';
import type { PictureScale } from './video/enlargement.js';

/** How a game is played and shown, as far as the person at the host may say. */
export interface PlayOptions {
  /** Bits per second; by the picture's size where it is not given. */
  readonly bitrateBps?: number | undefined;
  /** Sides of the picture that is sent against the core's, where nothing else limits it; 1 where it is not given. */
  readonly scale?: PictureScale | undefined;
  /** Frames that the core is run ahead; none where it is not given. */
  readonly runAhead?: RunAheadSetting | undefined;
  /** Cheat codes that hold from the start. */
  readonly cheats?: readonly string[] | undefined;
  /** Memory (bytes) for the states by which the game can be rewound; 24 MiB where it is not given, 0 for none. */
  readonly rewindBytes?: number | undefined;
  /** Whether inputs may bring steps forward; they may where it is not given. */
  readonly earlyTicks?: boolean | undefined;
  /** Whether the game's clock follows a player's display; it doesn't where it is not given. */
  readonly phaseLock?: boolean | undefined;
}

export interface PipelineOptions extends PlayOptions {
  readonly core: CoreProgram;
  readonly ffmpeg: FfmpegProgram;
  readonly codec: VideoCodec;
}
