import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { writeDurably } from '../durable-file.js';

const recordSchema = v.object({
  /** Address of the archive that it came from. */
  source: v.string(),
  /** Day on which it was built, as the index says, `YYYY-MM-DD`. */
  built: v.string(),
  /** ISO 8601. */
  installedAt: v.string(),
  sizeBytes: v.pipe(v.number(), v.finite()),
  /** Eight hex digits. */
  crc32: v.string(),
  /** Of the library, 64 lower-case hex digits. */
  sha256: v.string(),
});

/** Where an installed core came from, and what it was then; lies as JSON beside the library. */
export type InstallRecord = v.InferOutput<typeof recordSchema>;

export function recordPath(libraryPath: string): string {
  return `${libraryPath}.json`;
}

export async function writeRecord(libraryPath: string, record: InstallRecord): Promise<void> {
  await writeDurably(recordPath(libraryPath), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** @returns `undefined` for cores that something else has installed, and for damaged records. */
export async function readRecord(libraryPath: string): Promise<InstallRecord | undefined> {
  try {
    return v.parse(recordSchema, JSON.parse(await readFile(recordPath(libraryPath), 'utf8')));
  } catch {
    return undefined;
  }
}
