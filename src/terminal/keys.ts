/** The part of a terminal's input that is needed here. */
export interface KeyInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data', listener: (data: Buffer | string) => void): unknown;
  off(event: 'data', listener: (data: Buffer | string) => void): unknown;
}

const CTRL_C = '\u0003';
const ESCAPE = '\u001b';

export interface KeyHandlers {
  /** One printable key, in lower case. */
  readonly onKey: (key: string) => void;
  /** Ctrl-C, which sends no signal while single keys are read. */
  readonly onInterrupt: () => void;
}

/**
 * Reads single keys from a terminal.
 *
 * @returns gives the terminal back as it was; calling it again does nothing.
 */
export function readKeys(input: KeyInput, { onKey, onInterrupt }: KeyHandlers): () => void {
  if (input.isTTY !== true || input.setRawMode === undefined) return () => {};
  let reading = true;
  const onData = (data: Buffer | string) => {
    const text = data.toString();
    // Arrows and the like come as a sequence, which holds letters.
    if (text.startsWith(ESCAPE)) return;
    for (const key of text) {
      if (key === CTRL_C) onInterrupt();
      else if (key >= ' ') onKey(key.toLowerCase());
    }
  };
  const restore = () => {
    if (!reading) return;
    reading = false;
    input.off('data', onData);
    input.setRawMode?.(false);
    input.pause();
    process.off('exit', restore);
  };
  input.setRawMode(true);
  input.on('data', onData);
  input.resume();
  // Whatever ends the process, the shell behind it gets a usable terminal.
  process.on('exit', restore);
  return restore;
}
