const MAX_LINES = 5;
const MAX_LINE_LENGTH = 300;

/** The last lines that a process printed, cleaned of control characters, for the error message if it dies. */
export class LogTail {
  #lines: string[] = [];
  #rest = '';

  push(piece: Buffer): void {
    // Only the end of what may be a flood is looked at.
    const text = this.#rest + piece.subarray(-2 * MAX_LINES * MAX_LINE_LENGTH).toString('utf8');
    const lines = text.split('\n');
    this.#rest = lines.pop()!.slice(-MAX_LINE_LENGTH);
    this.#lines = [...this.#lines, ...lines.filter(isTelling)].slice(-MAX_LINES);
  }

  get lines(): string[] {
    return [...this.#lines, this.#rest]
      .filter(isTelling)
      .slice(-MAX_LINES)
      .map((line) => line.replace(/[^\P{Cc}\t]/gu, '').slice(0, MAX_LINE_LENGTH));
  }
}

/** Stack frames say nothing to the person who reads the message, and would push out the line that does. */
function isTelling(line: string): boolean {
  return line.trim() !== '' && !/^\s+at /.test(line);
}
