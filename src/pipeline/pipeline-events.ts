import type { Rumble } from '../../cores/protocol/core-message.js';
import type { Device } from '../../cores/protocol/devices.js';
import type { MediaFormat } from '../../cores/protocol/format.js';
import type { SampledInputs } from './game-loop.js';

/** What the pipeline asks of, and tells, the room that it plays for. */
export interface PipelineEvents {
  /** Called right before each step. */
  readonly sampleInputs: () => SampledInputs;
  /** Size or shape of the picture changed. */
  readonly onFormat: (format: MediaFormat) => void;
  /** The core died; another one is being started. */
  readonly onInterruption: (reason: string) => void;
  /** Something died and was replaced; the room goes on. */
  readonly onRecovery: (what: 'core' | 'video encoder' | 'sound encoder', reason: string) => void;
  /** The core's state and save RAM, each time that they are taken. */
  readonly onState?: (state: Buffer) => void;
  readonly onSaveRam?: (saveRam: Buffer) => void;
  /** The save RAM of a state that was loaded, where it is not what the game had. */
  readonly onLoadedSaveRam?: (saveRam: Buffer) => void;
  /** The motors of a pad change; those of a core that died stand still. */
  readonly onRumble?: (rumble: Rumble) => void;
  /** The game is played with more devices than was known before; `core` has them as well. */
  readonly onDevices?: (devices: ReadonlySet<Device>) => void;
  /** Another disc is in, from 0; `core` has it as well. */
  readonly onDisc?: (disc: number) => void;
  /** The game has ended by itself. */
  readonly onEnded?: () => void;
  /** Something can't be as it was set; a sentence for the person at the host. */
  readonly onWarning?: (message: string) => void;
  /** Something died for good. Without sound the room goes on; else it can't. */
  readonly onFailure: (what: 'core' | 'video encoder' | 'sound encoder', failure: unknown) => void;
}
