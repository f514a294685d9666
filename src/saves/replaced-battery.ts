import { stat, utimes } from 'node:fs/promises';
import { writeDurably } from '../durable-file.js';
import { REPLACED_BATTERIES, type SaveName } from './save-name.js';
import type { SaveStore } from './save-store.js';

type ReplacedBattery = Extract<SaveName, { readonly kind: 'replaced-battery' }>;

/**
 * Keeps a copy of the save RAM that is on the disk, and only then drops the oldest of such copies. What is kept already
 * is not kept again.
 *
 * @returns under which name; `undefined` where there is no save RAM.
 */
export async function keepBattery(store: SaveStore): Promise<ReplacedBattery | undefined> {
  const battery = await store.read({ kind: 'battery' });
  if (!battery) return undefined;
  const kept = (await store.list()).filter((save) => save.kind === 'replaced-battery');
  for (const copy of kept) if (await holds(store, copy, battery)) return copy;
  // They come from the newest on.
  const copy: ReplacedBattery = { kind: 'replaced-battery', number: (kept[0]?.number ?? 0) + 1 };
  const path = store.path(copy);
  await writeDurably(path, battery);
  await keepTime(store.path({ kind: 'battery' }), path);
  for (const oldest of kept.slice(REPLACED_BATTERIES - 1)) await store.remove(oldest);
  return copy;
}

async function holds(store: SaveStore, copy: ReplacedBattery, battery: Buffer): Promise<boolean> {
  const found = await stat(store.path(copy)).catch(() => undefined);
  if (found?.size !== battery.length) return false;
  const bytes = await store.read(copy).catch(() => undefined);
  return bytes?.equals(battery) ?? false;
}

/** Lists show when it was saved, and not when it was copied; the copy is as good without. */
async function keepTime(from: string, to: string): Promise<void> {
  await stat(from)
    .then(({ atime, mtime }) => utimes(to, atime, mtime))
    .catch(() => undefined);
}
