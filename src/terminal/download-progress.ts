import { createLogUpdate } from 'log-update';

const BAR_CELLS = 24;
const MIB = 2 ** 20;

/** Shows how far a download is: a bar on a terminal, nothing that moves anywhere else. */
export class DownloadProgress {
  readonly #title: string;
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;

  constructor(title: string, stream: NodeJS.WriteStream = process.stderr) {
    this.#title = title;
    this.#update = stream.isTTY ? createLogUpdate(stream) : undefined;
    if (!this.#update) stream.write(`${title} …\n`);
  }

  /** @param totalBytes - `undefined` where the server hasn't said. */
  show(receivedBytes: number, totalBytes: number | undefined): void {
    this.#update?.(`${this.#title}  ${progressText(receivedBytes, totalBytes)}`);
  }

  /** Takes the bar away. */
  close(): void {
    this.#update?.clear();
    this.#update?.done();
  }
}

/** A bar with the share and the size, or the size alone. */
export function progressText(receivedBytes: number, totalBytes: number | undefined): string {
  const received = (receivedBytes / MIB).toFixed(1);
  if (!totalBytes) return `${received} MiB`;
  const share = Math.min(1, receivedBytes / totalBytes);
  const filled = Math.round(share * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  return `${bar} ${Math.floor(share * 100)} % of ${(totalBytes / MIB).toFixed(1)} MiB`;
}
