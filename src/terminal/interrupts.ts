import { EXIT_CODES } from '../errors.js';

/** How long an orderly end may take (ms): with what the process itself needs, less than 2 s. */
const TIME_TO_CLOSE = 1_800;

export interface Interrupts {
  /** Aborted by the first signal: time to close. */
  readonly signal: AbortSignal;
  /** Does what a signal does; for Ctrl-C read as a key. */
  interrupt(): void;
  /** Gives the signals back. */
  close(): void;
}

/**
 * Catches Ctrl-C (SIGINT), SIGTERM and SIGHUP. The first asks for an orderly end; a second one, or an end that takes too
 * long, forces it with exit code 130.
 */
export function catchInterrupts(force: (exitCode: number) => void = process.exit): Interrupts {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const interrupt = () => {
    if (controller.signal.aborted) {
      force(EXIT_CODES.interrupted);
      return;
    }
    controller.abort();
    timer = setTimeout(() => force(EXIT_CODES.interrupted), TIME_TO_CLOSE);
    timer.unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
    interrupt,
    close() {
      clearTimeout(timer);
      for (const name of signals) process.off(name, interrupt);
    },
  };
}
