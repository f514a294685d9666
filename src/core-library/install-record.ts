import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from '../durable-file.js';

const recordSchema = z.object({
  /** Address of the archive that it came from. */
  source: z.string(),
  /** Day on which it was built, as the index says, `YYYY-MM-DD`. */
  built: z.string(),
  /** ISO 8601. */
  installedAt: z.string(),
  sizeBytes: z.number(),
  /** Eight hex digits. */
  crc32: z.string(),
  /** Of the library, 64 lower-case hex digits. */
  sha256: z.string(),
});

/** Where an installed core came from, and what it was then; lies as JSON beside the library. */
export type InstallRecord = z.infer<typeof recordSchema>;

export function recordPath(libraryPath: string): string {
  return `${libraryPath}.json`;
}

export async function writeRecord(libraryPath: string, record: InstallRecord): Promise<void> {
  await writeDurably(recordPath(libraryPath), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** @returns `undefined` for cores that something else has installed, and for damaged records. */
export async function readRecord(libraryPath: string): Promise<InstallRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(libraryPath), 'utf8')));
  } catch {
    return undefined;
  }
}
