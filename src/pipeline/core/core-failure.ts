import type { CoreComplaint } from '../../../cores/protocol/core-message.js';
import { CloudgameError } from '../../errors.js';

const OWN_CORE_HINT =
  'If the core is your own, compare it with cores/PROTOCOL.md; otherwise try another game or core.';

/** Why a core can't go on, worded for the person at the host. */
export class CoreFailure extends CloudgameError {
  override name = 'CoreFailure';

  static unstartable(name: string, cause: Error): CoreFailure {
    return new CoreFailure('game', `The core ${name} can't be started: ${cause.message}.`, OWN_CORE_HINT, {
      cause,
    });
  }

  static exited(code: number | null, signal: string | null, log: readonly string[]): CoreFailure {
    const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
    return new CoreFailure('game', withLog(`The core ${how}.`, log), OWN_CORE_HINT);
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
    return new CoreFailure('game', message.slice(0, 500), hint.slice(0, 500) || 'Try another game or core.');
  }

  static closed(): CoreFailure {
    return new CoreFailure('game', 'The core was closed.', '');
  }
}

function withLog(message: string, log: readonly string[]): string {
  return log.length === 0 ? message : `${message} Its last words: ${log.join(' / ')}`;
}
