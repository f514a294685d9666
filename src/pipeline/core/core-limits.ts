import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { type MediaFormat, pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import { MAX_MESSAGE_BYTES } from '../../../cores/protocol/message-reader.js';

/** Bytes that a hello can reasonably have, and what a step's sound may take. */
export const MAX_HELLO_BYTES = 1024 * 1024;
const MAX_SOUND_BYTES = 4 * 384_000;

/** How long (bytes) a message of a core may be after its hello. */
export function longestMessage({ abilities }: Pick<CoreHello, 'abilities'>, format: MediaFormat): number {
  // States and save RAM may be as long as any message; without them nothing is longer than a frame.
  const hasSaves = abilities.has('states') || abilities.has('saveRam');
  return hasSaves ? MAX_MESSAGE_BYTES : longestFrame(format);
}

/** Bytes of the longest state or save RAM that a message holds beside its type. */
export const MOST_SAVED_BYTES = MAX_MESSAGE_BYTES - 1;

/** Why a core can't be given something that was saved; `undefined` where it can. */
export function refusalOfLength({ length }: Uint8Array): string | undefined {
  if (length <= MOST_SAVED_BYTES) return undefined;
  return `it has ${length} bytes, and no core can be given more than ${MOST_SAVED_BYTES}`;
}

function longestFrame({ pixelFormat, maxWidth, maxHeight }: MediaFormat): number {
  // Rows may be padded: twice the largest picture leaves room for any pitch in use.
  return 2 * pictureBytes(pixelFormat, rowBytes(pixelFormat, maxWidth), maxHeight) + MAX_SOUND_BYTES;
}

/** @throws Error where the picture is larger than the core said that any would be. */
export function checkSize(frame: CoreFrame, { maxWidth, maxHeight }: MediaFormat): void {
  if (frame.pixels.length === 0) return;
  if (frame.width > maxWidth || frame.height > maxHeight) {
    throw new Error(
      `picture of ${frame.width}×${frame.height} where ${maxWidth}×${maxHeight} is the largest`,
    );
  }
}
