import { createHash } from 'node:crypto';

/**
 * The envelope of a saved state, by which a core knows its own and notices damage:
 *
 *     8   magic and version of this envelope
 *     16  SHA-256 of the owner's name and the content, its first half
 *     …   content
 */

const MAGIC = Buffer.from('CGSTATE\x01', 'latin1');
const HASH_BYTES = 16;
const HEAD_BYTES = MAGIC.length + HASH_BYTES;

/** @param owner - core and version of what it saves; another owner can't open the state. */
export function seal(owner: string, pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat([MAGIC, hashOf(owner, pieces), ...pieces]);
}

/**
 * The content of a state, as a view.
 *
 * @throws Error, worded, where the state isn't this owner's or isn't whole
 */
export function unseal(owner: string, state: Uint8Array): Buffer {
  const bytes = Buffer.from(state.buffer, state.byteOffset, state.byteLength);
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error('This is not a saved state.');
  }
  const content = bytes.subarray(HEAD_BYTES);
  if (!bytes.subarray(MAGIC.length, HEAD_BYTES).equals(hashOf(owner, [content]))) {
    throw new Error('The state is damaged, or was saved by another core or version.');
  }
  return content;
}

function hashOf(owner: string, pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(`${owner}\0`);
  for (const piece of pieces) hash.update(piece);
  return hash.digest().subarray(0, HASH_BYTES);
}
