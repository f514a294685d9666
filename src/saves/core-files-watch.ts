import { CloudgameError } from '../errors.js';
import { measureTree } from './file-tree.js';

const MIB = 2 ** 20;
/** From here on it is said how much a core writes, and again where it doubles. */
const WARNING_BYTES = 256 * MIB;
/** No memory cards are as large as that: the core is filling the disk. */
const MOST_BYTES = 2048 * MIB;
/** Consoles' own file systems have far fewer; each takes room on the disk that its size doesn't tell. */
const MOST_FILES = 20_000;
/** How often (ms) it is looked at; measuring takes a moment where there are many files. */
const INTERVAL_MS = 15_000;

export interface CoreFilesWatchOptions {
  readonly folder: string;
  /** Takes a sentence for the person at the host. */
  readonly warn: (message: string) => void;
  /** The core wrote more than can be allowed: it has to be ended. */
  readonly onExcess: (failure: CloudgameError) => void;
  /** How often (ms) it is looked at. */
  readonly intervalMs?: number;
}

/** Looks now and then at how much a core writes into its folder: a core that writes without end would fill the disk. */
export class CoreFilesWatch {
  readonly #options: CoreFilesWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #warnFrom = WARNING_BYTES;
  #closed = false;

  constructor(options: CoreFilesWatchOptions) {
    this.#options = options;
    this.#wait();
  }

  /** Ends it; calling it again does nothing. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#look(), this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const { folder, warn, onExcess } = this.#options;
    // A folder that can't be read now may be at the next time.
    const found = await measureTree(folder).catch(() => undefined);
    if (this.#closed) return;
    if (found && (found.bytes > MOST_BYTES || found.files > MOST_FILES)) {
      this.close();
      onExcess(excess(folder, found.files, found.bytes));
      return;
    }
    if (found && found.bytes > this.#warnFrom) {
      while (this.#warnFrom < found.bytes) this.#warnFrom *= 2;
      warn(
        `The core has written ${mebibytes(found.bytes)} to ${folder}. At ${mebibytes(MOST_BYTES)} the game is ended.`,
      );
    }
    this.#wait();
  }
}

function excess(folder: string, files: number, bytes: number): CloudgameError {
  return new CloudgameError(
    'unexpected',
    `The core has written ${mebibytes(bytes)} in ${files} files to ${folder}, more than any game needs.`,
    'Look at what it is, and remove it with cloudgame saves remove GAME core-files; or take another core.',
  );
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
