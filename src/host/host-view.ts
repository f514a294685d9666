import type { Sandbox } from '../pipeline/core/sandbox.js';
import type { ActionChoice, ActionResult, RoomAction } from '../protocol/room-action.js';
import type { DoorState } from '../signalling/door.js';
import type { RoomLinks } from '../signalling/links.js';
import type { UntimedStats } from './events.js';

/** What is known of a host from its start on. */
export interface HostFacts {
  readonly title: string;
  readonly core: string;
  /** The built-in core that plays the game as well, where nobody named the other one. */
  readonly builtIn?: string;
  /** Seats. */
  readonly seats: number;
  /** The game's own rate, frames per second. */
  readonly framesPerSecond: number;
  readonly codec: string;
  readonly links: RoomLinks;
  /** What confines the core. */
  readonly sandbox: Sandbox;
}

/** What a terminal shows of a running host, and what it can ask of it. */
export interface HostView {
  readonly facts: HostFacts;
  /** The newest statistics. */
  readonly stats: UntimedStats;
  /** The state of the public door; `undefined` where none is configured. */
  readonly publicDoor: DoorState | undefined;
  /** What can be asked of the game now. */
  readonly choice: ActionChoice;
  /** Does something to the game for the person at the host; never rejects. */
  act(action: RoomAction): Promise<ActionResult>;
  /** Ends the host in an orderly way, with exit code 0. */
  quit(): void;
}
