import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeDurably } from '../durable-file.js';
import { CloudgameError } from '../errors.js';
import { type ExclusiveLock, takeExclusiveLock } from '../exclusive-lock.js';

/** How long (ms) others may take to write before it is given up, and how often that is looked at. */
const PATIENCE_MS = 5_000;
const INTERVAL_MS = 15;

/**
 * The text of a file; `undefined` where there is none.
 *
 * @throws CloudgameError `unexpected` where it can't be read.
 */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(`${path} can't be read`, error);
  }
}

/**
 * Changes a file that several processes change, one after the other, so that no change is lost.
 *
 * @param change - gets the text, and returns the new one, or `undefined` to leave it as it is.
 * @throws CloudgameError `unexpected` where it can't be written.
 */
export async function changeSharedFile(
  path: string,
  change: (text: string | undefined) => Promise<string | undefined> | string | undefined,
): Promise<void> {
  let lock: ExclusiveLock | undefined;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    lock = await waitForLock(`file ${path}`);
    const text = await change(await readIfThere(path));
    if (text !== undefined) await writeDurably(path, text);
  } catch (error) {
    if (error instanceof CloudgameError) throw error;
    throw fileFault(`${path} can't be written`, error);
  } finally {
    await lock?.close();
  }
}

async function waitForLock(name: string): Promise<ExclusiveLock> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const lock = await takeExclusiveLock(name);
    if (lock) return lock;
    if (Date.now() > deadline) throw new Error('another cloudgame keeps it busy');
    await delay(INTERVAL_MS);
  }
}

function fileFault(what: string, cause: unknown): CloudgameError {
  return new CloudgameError(
    'unexpected',
    `The file ${what} (${cause instanceof Error ? cause.message : String(cause)}).`,
    'Make sure that the file and its folder are yours, and that the disk has room.',
    { cause },
  );
}
