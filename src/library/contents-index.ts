import { type Stats, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeDurably } from '../durable-file.js';
import { Archive, isArchive } from '../games/archive.js';
import { ARCHIVE_LIMITS } from '../games/archive-limits.js';
import { isCompanion } from '../games/entry-name.js';
import { filesOfSheet, MAX_SHEET_BYTES } from '../games/game-sheet.js';
import { readIfThere } from './shared-file.js';

/** Names that are kept of one file: more than anybody looks through. */
const MAX_NAMES = 200;
/** Files of which something is kept. */
const MAX_FILES = 60_000;
/** Archives that are read at the same time. */
const READERS = 8;
const VERSION = 1;

/** A file as it was when it was read: time of its last change (ms), bytes, and the names in it. */
type Known = readonly [mtimeMs: number, size: number, names: readonly string[]];

/**
 * Knows what archives hold and sheets name, without reading again what hasn't changed since. It is kept in the cache;
 * whatever is wrong with it, it is made anew.
 */
export class ContentsIndex {
  readonly #path: string;
  readonly #known: Map<string, Known>;
  readonly #seen = new Set<string>();
  #isChanged = false;

  private constructor(path: string, known: Map<string, Known>) {
    this.#path = path;
    this.#known = known;
  }

  /** @param cacheDir - folder of what this user can do without. */
  static async open(cacheDir: string): Promise<ContentsIndex> {
    const path = join(cacheDir, 'library', 'contents.json');
    const text = await readIfThere(path).catch(() => undefined);
    return new ContentsIndex(path, parse(text ?? ''));
  }

  /**
   * Looks at archives and sheets, and reads those that are new or changed.
   *
   * @param deadline - time (ms since 1970) after which nothing is read any more; what is unknown then stays unknown.
   * @returns names by path; none for what wasn't read or can't be.
   */
  async namesIn(
    paths: readonly string[],
    deadline = Number.POSITIVE_INFINITY,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    const left = [...paths];
    const work = async () => {
      for (let path = left.pop(); path !== undefined; path = left.pop()) {
        const names = await this.#namesOf(path, deadline);
        if (names) found.set(path, names);
      }
    };
    await Promise.all(Array.from({ length: READERS }, work));
    return found;
  }

  /** Keeps what was learnt. A cache that can't be written is none, and no failure. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    // What was seen last stays longest.
    const unseen = [...this.#known.keys()].filter((path) => !this.#seen.has(path));
    for (const path of unseen.slice(0, Math.max(0, this.#known.size - MAX_FILES))) this.#known.delete(path);
    const text = JSON.stringify({ version: VERSION, files: Object.fromEntries(this.#known) });
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      await writeDurably(this.#path, text);
      this.#isChanged = false;
    } catch {
      // The next start reads the archives again.
    }
  }

  async #namesOf(path: string, deadline: number): Promise<readonly string[] | undefined> {
    const now = statusOf(path);
    if (!now?.isFile()) return undefined;
    this.#seen.add(path);
    const known = this.#known.get(path);
    if (known && known[0] === now.mtimeMs && known[1] === now.size) return known[2];
    if (Date.now() > deadline) return undefined;
    const names = await (isArchive(path) ? namesInArchive(path) : namesInSheet(path, now.size));
    this.#known.set(path, [now.mtimeMs, now.size, names]);
    this.#isChanged = true;
    return names;
  }
}

/** Of ten thousand files this takes 50 ms; where each is waited for, ten times as long. Nothing is hosted meanwhile. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whoever hosts a broken archive is told what is wrong with it; a list isn't the place. */
async function namesInArchive(path: string): Promise<readonly string[]> {
  try {
    const archive = await Archive.open(path, ARCHIVE_LIMITS);
    await archive.close();
    const names = archive.entries.map(({ name }) => name).filter((name) => !isCompanion(name));
    return names.slice(0, MAX_NAMES);
  } catch {
    return [];
  }
}

async function namesInSheet(path: string, bytes: number): Promise<readonly string[]> {
  if (bytes > MAX_SHEET_BYTES) return [];
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  return filesOfSheet(path, content).slice(0, MAX_NAMES);
}

function parse(text: string): Map<string, Known> {
  try {
    const { version, files } = JSON.parse(text) as { version: unknown; files: Record<string, unknown> };
    if (version !== VERSION) return new Map();
    const known = Object.entries(files).filter((file): file is [string, Known] => isKnown(file[1]));
    return new Map(known);
  } catch {
    return new Map();
  }
}

function isKnown(value: unknown): value is Known {
  if (!Array.isArray(value)) return false;
  const [mtimeMs, size, names] = value as unknown[];
  if (typeof mtimeMs !== 'number' || typeof size !== 'number' || !Array.isArray(names)) return false;
  return names.every((name) => typeof name === 'string');
}
