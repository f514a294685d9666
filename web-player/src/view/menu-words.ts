import type { FilledSlot, Speed } from '../../../src/protocol/room-action.js';

/** When a slot was filled, in the words of the user's language; for one that is empty that it is. */
export function slotWords(filled: FilledSlot | undefined): string {
  if (!filled) return 'Empty';
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    filled.savedAtMs,
  );
}

export function speedWords(speed: Speed): string {
  return speed === 'max' ? 'Fastest' : `${speed === 0.25 ? '¼' : speed === 0.5 ? '½' : speed}×`;
}

/** @param index - from 0. */
export function discWords(label: string, index: number): string {
  return label === '' ? `Disc ${index + 1}` : label;
}
