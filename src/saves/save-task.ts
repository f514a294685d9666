import type { SavedState } from './save-file.js';

/** What the thread that writes saves works for. */
export interface SaveWorkerData {
  readonly dataDir: string;
  readonly gameSha256: string;
}

/** Something to be written, and on the disk when it is answered. */
export type SaveTask =
  | { readonly kind: 'battery'; readonly bytes: Uint8Array }
  | { readonly kind: 'automatic'; readonly state: SavedState }
  | { readonly kind: 'slot'; readonly slot: number; readonly state: SavedState };

/** The answer to each task, in their order: why it failed, or nothing. */
export interface SaveTaskDone {
  readonly failure?: string;
}
