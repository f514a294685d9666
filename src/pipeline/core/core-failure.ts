import { constants } from 'node:os';
import type { CoreComplaint } from '../../../cores/protocol/core-message.js';
import { CloudgameError } from '../../errors.js';

const OWN_CORE_HINT =
  'If the core is your own, compare it with cores/PROTOCOL.md; otherwise try another game or core.';

const SANDBOX_HINT =
  'It ran in a sandbox, where a program sees the files of the system, its folder and the game alone (docs/sandbox.md); if you trust it, try --sandbox off.';

/** The system's words for what a sandbox refuses (strerror(3)), and those of Node and Python for the same. */
const REFUSALS =
  /no such file|not found|permission denied|not permitted|access denied|read-only file system|unreachable|cannot open|can't open|ENOENT|EACCES|EPERM|EROFS|ERR_ACCESS_DENIED/i;

/** How a core's process ended. */
export interface CoreExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines that it printed. */
  readonly log: readonly string[];
  /** Whether it ran in a sandbox and had not said hello yet. */
  readonly confinedAtStart: boolean;
}

/** Why a core can't go on, worded for the person at the host. */
export class CoreFailure extends CloudgameError {
  override name = 'CoreFailure';
  /** Whether the core said itself why. */
  readonly isComplaint: boolean = false;

  /** The message as a sentence: what a core says of itself may end without a period. */
  get sentence(): string {
    return /[.!?…]$/.test(this.message) ? this.message : `${this.message}.`;
  }

  static unstartable(name: string, cause: Error): CoreFailure {
    return new CoreFailure('game', `The core ${name} can't be started: ${cause.message}.`, OWN_CORE_HINT, {
      cause,
    });
  }

  static exited({ code, signal, log, confinedAtStart }: CoreExit): CoreFailure {
    const by = signal ?? signalOfCode(code);
    const how = by ? `was ended by ${by}` : `exited with code ${code}`;
    const hint =
      confinedAtStart && mayHaveBeenRefused(code, by, log)
        ? `${SANDBOX_HINT} ${OWN_CORE_HINT}`
        : OWN_CORE_HINT;
    return new CoreFailure('game', withLog(`The core ${how}.`, log), hint);
  }

  static silent(timeoutMs: number, log: readonly string[]): CoreFailure {
    return new CoreFailure(
      'game',
      withLog(`The core did not answer within ${timeoutMs / 1000} s.`, log),
      OWN_CORE_HINT,
    );
  }

  static protocol(cause: unknown, log: readonly string[]): CoreFailure {
    const what = cause instanceof Error ? cause.message : String(cause);
    return new CoreFailure(
      'game',
      withLog(`The core broke the core protocol: ${what}.`, log),
      OWN_CORE_HINT,
      {
        cause,
      },
    );
  }

  /** The core said itself what is wrong. */
  static complaint({ message, hint }: CoreComplaint): CoreFailure {
    const words = hint.slice(0, 500) || 'Try another game or core.';
    return Object.assign(new CoreFailure('game', message.slice(0, 500), words), { isComplaint: true });
  }

  /** What is known to keep a core from playing, said after how it ended. */
  explainedBy({ message, hint }: CoreComplaint): CoreFailure {
    return new CoreFailure(this.kind, `${this.message} ${message}`, hint, { cause: this });
  }

  /** The same, with one more sentence on what to do. */
  withHint(sentence: string): CoreFailure {
    return new CoreFailure(this.kind, this.message, `${this.hint} ${sentence}`.trim(), { cause: this });
  }

  static closed(): CoreFailure {
    return new CoreFailure('game', 'The core was closed.', '');
  }
}

/**
 * Whether a program may have ended because it was refused something. It gets an error of the system's for that (ENOENT,
 * EACCES, EPERM, EROFS, ENETUNREACH, …), which most say in such words, and then they exit or abort. A fault of its own, as SIGSEGV, and a signal
 * that others sent, as SIGKILL where memory is short, come of something else unless it said such words before.
 */
function mayHaveBeenRefused(
  code: number | null,
  signal: string | undefined,
  log: readonly string[],
): boolean {
  if (log.some((line) => REFUSALS.test(line))) return true;
  return signal === undefined ? code !== 0 : signal === 'SIGABRT' || signal === 'SIGSYS';
}

/** Shells and bubblewrap pass on a signal that ended their child as 128 and its number. */
function signalOfCode(code: number | null): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
}

function withLog(message: string, log: readonly string[]): string {
  return log.length === 0 ? message : `${message} Its last words: ${log.join(' / ')}`;
}
