import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlayable } from '../games/playable-extensions.js';

/** How much of a folder is looked through. */
export interface ScanLimits {
  /** Folders inside of each other. */
  readonly depth: number;
  /** Files and folders of any kind. */
  readonly entries: number;
}

export const SCAN_LIMITS: ScanLimits = { depth: 16, entries: 200_000 };

/** What a folder holds. */
export interface FolderScan {
  /** Absolute paths of files with one of the wanted extensions. */
  readonly files: readonly string[];
  /** What was left out, and why: each is a sentence without its full stop that begins with a path. */
  readonly faults: readonly string[];
}

/** Folders that are read at the same time: more don't make a disk faster. */
const READERS = 8;
/** How many unreadable folders are named. */
const NAMED_FAULTS = 20;

/**
 * Looks through a folder and those in it, links to folders included. Whatever can't be read is left out and named;
 * folders whose names begin with a point are left alone.
 *
 * @param extensions - lower case, with the dot.
 */
export async function scanFolder(
  folder: string,
  extensions: readonly string[],
  limits: ScanLimits = SCAN_LIMITS,
): Promise<FolderScan> {
  const scan = new Scan(extensions, limits);
  await scan.run(folder);
  return scan;
}

interface PendingFolder {
  /** The path by which it was reached. */
  readonly path: string;
  /** Its path without links, which tells whether it was looked through already. */
  readonly real: string;
  readonly depth: number;
}

class Scan implements FolderScan {
  readonly files: string[] = [];
  readonly faults: string[] = [];
  readonly #extensions: readonly string[];
  readonly #limits: ScanLimits;
  readonly #seen = new Set<string>();
  #level: PendingFolder[] = [];
  #next: PendingFolder[] = [];
  #entries = 0;
  #isFull = false;
  #tooDeep = 0;

  constructor(extensions: readonly string[], limits: ScanLimits) {
    this.#extensions = extensions;
    this.#limits = limits;
  }

  async run(root: string): Promise<void> {
    const real = await realpath(root).catch((error: unknown) => this.#skip(root, error));
    if (real === undefined) return;
    this.#enter({ path: root, real, depth: 0 });
    // Level by level: the nearest files are found first where there is an end to it.
    while (this.#next.length > 0 && !this.#isFull) {
      [this.#level, this.#next] = [this.#next, []];
      await Promise.all(Array.from({ length: READERS }, () => this.#work()));
    }
    if (this.#isFull) {
      this.faults.push(`${root} has more than ${this.#limits.entries} files; the rest is left out`);
    }
    if (this.#tooDeep > 0) {
      this.faults.push(
        `${root} has folders more than ${this.#limits.depth} deep; ${this.#tooDeep} are left out`,
      );
    }
    this.files.sort();
  }

  async #work(): Promise<void> {
    for (let folder = this.#level.shift(); folder && !this.#isFull; folder = this.#level.shift()) {
      const entries = await readdir(folder.path, { withFileTypes: true }).catch((error: unknown) =>
        this.#skip(folder.path, error),
      );
      for (const entry of entries ?? []) {
        this.#entries++;
        this.#isFull ||= this.#entries > this.#limits.entries;
        if (this.#isFull) break;
        await this.#take(folder, entry);
      }
    }
  }

  async #take(folder: PendingFolder, entry: Dirent): Promise<void> {
    const { name } = entry;
    if (name.startsWith('.') || name === '__MACOSX') return;
    const path = join(folder.path, name);
    if (entry.isFile()) {
      if (this.#isWanted(name)) this.files.push(path);
    } else if (entry.isDirectory()) {
      this.#enter({ path, real: join(folder.real, name), depth: folder.depth + 1 });
    } else if (entry.isSymbolicLink()) {
      // A link to nothing is nothing.
      const target = await stat(path).catch(() => undefined);
      if (target?.isFile() && this.#isWanted(name)) this.files.push(path);
      if (!target?.isDirectory()) return;
      const real = await realpath(path).catch(() => undefined);
      if (real !== undefined) this.#enter({ path, real, depth: folder.depth + 1 });
    }
  }

  #enter(folder: PendingFolder): void {
    if (this.#seen.has(folder.real)) return;
    this.#seen.add(folder.real);
    if (folder.depth > this.#limits.depth) this.#tooDeep++;
    else this.#next.push(folder);
  }

  #isWanted(name: string): boolean {
    return isPlayable(name, this.#extensions);
  }

  #skip(path: string, error: unknown): undefined {
    if (this.faults.length < NAMED_FAULTS) this.faults.push(`${path} ${reason(error)}`);
    return undefined;
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there: removed, or its disk is not plugged in';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return `can't be read (${message})`;
}
