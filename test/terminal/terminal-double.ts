import { EventEmitter } from 'node:events';

/** A terminal's input that a test types on. */
export class InputDouble extends EventEmitter {
  readonly isTTY: boolean = true;
  raw = false;
  flowing = false;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): void {
    this.flowing = true;
  }

  pause(): void {
    this.flowing = false;
  }

  type(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}

/** A terminal's output that keeps what was written. */
export class OutputDouble extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  written = '';
  columns: number;
  rows: number;

  constructor(columns = 80, rows = 40) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.written += text;
    return true;
  }

  /** What was written since the last call. */
  take(): string {
    const { written } = this;
    this.written = '';
    return written;
  }
}
