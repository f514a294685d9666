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

/** Keys that print nothing and are needed where something is typed; what they are called has more than one character. */
const NAMED_KEYS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u0015': 'clear',
};

export interface KeyHandlers {
  /** One printable key as it was typed, or `enter`, `backspace`, `clear` (Ctrl-U) or `escape`. */
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
    if (text === ESCAPE) onKey('escape');
    // Arrows and the like come as a sequence, which holds letters.
    if (text.startsWith(ESCAPE)) return;
    for (const key of text) {
      const named = NAMED_KEYS[key];
      if (key === CTRL_C) onInterrupt();
      else if (named !== undefined) onKey(named);
      else if (key >= ' ') onKey(key);
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
