import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import type { Speed } from '../../protocol/room-action.js';

/** What actions are carried out on. */
export interface ControlledGame {
  readonly core: Pick<CoreHello, 'name' | 'version' | 'abilities' | 'discs'>;
  readonly paused: boolean;
  readonly speed: Speed;
  readonly rewinding: boolean;
  pause(): void;
  resume(): void;
  /** Plays one frame of a paused game. */
  advance(): void;
  /** These two say why it can't be. */
  setSpeed(speed: Speed): string | undefined;
  startRewind(): string | undefined;
  stopRewind(): void;
  /** These happen between two steps, and say why the core refused. */
  saveState(): Promise<Buffer | undefined>;
  loadState(state: Buffer): Promise<string | undefined>;
  reset(): Promise<string | undefined>;
  setDisc(index: number): Promise<string | undefined>;
  /** Sets these codes and no others. */
  setCheats(codes: readonly string[]): Promise<string | undefined>;
}
