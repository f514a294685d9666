import type { CoreHello } from './core-hello.js';
import type { MediaFormat } from './format.js';
import type { Step } from './host-message.js';

/** The picture and sound that a core made in one step. */
export interface StepResult {
  /** Absent where the picture is the one before. Valid until the next step, even if a state is loaded before it. */
  readonly picture?: {
    readonly width: number;
    readonly height: number;
    /** Bytes from one row to the next (of I420's first plane). */
    readonly pitch: number;
    /** As many as `pictureBytes` says. */
    readonly pixels: Uint8Array;
  };
  /** Channels interleaved. */
  readonly sound: Int16Array;
  /**
   * Where picture or sound are others with this step than with the one before it in the game's time; after a state was
   * loaded, say it if in doubt. The same once more does no harm.
   */
  readonly newFormat?: MediaFormat;
}

/** A core in JavaScript, for `serve`. What a core can't do it leaves out. */
export interface Core {
  readonly hello: Omit<CoreHello, 'abilities'> & { readonly ownClock?: boolean };
  step(step: Step): StepResult;
  saveState?(): Uint8Array;
  /** Throws with a worded message where the state isn't one of its own. */
  loadState?(state: Uint8Array): void;
  reset?(): void;
  /** Throws with a worded message where key or value is unknown. */
  setOption?(key: string, value: string): void;
  readSaveRam?(): Uint8Array;
  writeSaveRam?(bytes: Uint8Array): void;
  /** Sets these codes and no others. Throws with a message that names the code where one is none, and changes nothing. */
  setCheats?(codes: readonly string[]): void;
  /** Puts another disc in, from 0. Throws with a worded message where there is none of that number. */
  setDisc?(index: number): void;
  /**
   * A second machine that plays the same game, with the same options, on which frames are run ahead. For cores whose
   * states leave something out that loading them would break, such as what sound was made of.
   *
   * @returns `undefined` where there can't be one.
   */
  understudy?(): Core | undefined;
}
