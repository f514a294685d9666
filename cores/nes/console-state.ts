import { createHash } from 'node:crypto';
import { seal, unseal } from '../saved-state/seal.js';

/**
 * Stored form of the console's state: a tree of numbers, with long arrays (memories) as raw bytes beside it. Sealed:
 *
 *     32  SHA-256 of the game: a state is good for one game only
 *     u32 length of the tree as JSON, then the JSON, then the raw arrays
 */

const OWNER = 'nes 1';
const GAME_HASH_BYTES = 32;
/** Shorter arrays stay in the tree. */
const LONG_ARRAY = 32;

type Sequence = ArrayLike<number>;

/** Place of a long array among the raw bytes. */
interface RawArray {
  readonly bytesPerItem: 1 | 2;
  readonly length: number;
}

/** The hash by which a state names its game. */
export function hashOfGame(rom: Uint8Array): Buffer {
  return createHash('sha256').update(rom).digest();
}

/** @param tree - what jsnes gives as `toJSON()`; long arrays may be typed ones. */
export function encodeConsoleState(tree: object, gameHash: Buffer): Buffer {
  const raw: Buffer[] = [];
  const json = Buffer.from(
    JSON.stringify(tree, (_key, value: unknown) => (isLongSequence(value) ? store(value, raw) : value)),
  );
  const jsonLength = Buffer.alloc(4);
  jsonLength.writeUInt32LE(json.length);
  return seal(OWNER, [gameHash, jsonLength, json, ...raw]);
}

/**
 * @param model - a state of the same console as it is now; what is read must have the same shape.
 * @throws Error, worded, where the bytes are no state of this game
 */
export function decodeConsoleState(bytes: Uint8Array, gameHash: Buffer, model: object): object {
  const content = unseal(OWNER, bytes);
  if (!content.subarray(0, GAME_HASH_BYTES).equals(gameHash)) {
    throw new Error('The state belongs to another game.');
  }
  const tree = readTree(content.subarray(GAME_HASH_BYTES));
  if (!sameShape(tree, model)) throw new Error('The state comes from another version of the NES core.');
  return tree as object;
}

function readTree(content: Buffer): unknown {
  try {
    const jsonEnd = 4 + content.readUInt32LE(0);
    let offset = jsonEnd;
    return JSON.parse(content.toString('utf8', 4, jsonEnd), (_key, value: unknown) => {
      if (!isRawArray(value)) return value;
      const start = offset;
      offset += value.length * value.bytesPerItem;
      // A copy with memory of its own: the console goes on to write into it.
      const copy = Uint8Array.from(content.subarray(start, offset));
      return value.bytesPerItem === 1 ? copy : new Uint16Array(copy.buffer);
    });
  } catch (error) {
    throw new Error('The state is damaged: it can’t be read.', { cause: error });
  }
}

function store(values: Sequence, raw: Buffer[]): RawArray {
  const bytesPerItem = values instanceof Uint8Array || isBytes(values) ? 1 : 2;
  const typed = bytesPerItem === 1 ? Uint8Array.from(values) : Uint16Array.from(values);
  raw.push(Buffer.from(typed.buffer));
  return { bytesPerItem, length: values.length };
}

function isBytes(values: Sequence): boolean {
  for (let index = 0; index < values.length; index++) if (values[index]! > 255) return false;
  return true;
}

function isLongSequence(value: unknown): value is Sequence {
  return (Array.isArray(value) || isTypedArray(value)) && value.length >= LONG_ARRAY;
}

function isTypedArray(value: unknown): value is Uint8Array | Uint16Array {
  return value instanceof Uint8Array || value instanceof Uint16Array;
}

function isRawArray(value: unknown): value is RawArray {
  return typeof value === 'object' && value !== null && 'bytesPerItem' in value && 'length' in value;
}

/** Same keys, same lengths, scalars where scalars belong; scalars themselves may be of any kind. */
function sameShape(value: unknown, model: unknown): boolean {
  if (isTypedArray(model) || Array.isArray(model)) {
    if (isTypedArray(value)) return value.length === model.length;
    return Array.isArray(value) && value.length === model.length && value.every(isScalar);
  }
  if (isScalar(model)) return isScalar(value);
  if (isScalar(value) || Array.isArray(value) || isTypedArray(value)) return false;
  const entries = Object.entries(model as object);
  return (
    Object.keys(value as object).length === entries.length &&
    entries.every(
      ([key, part]) => Object.hasOwn(value as object, key) && sameShape((value as never)[key], part),
    )
  );
}

function isScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean';
}
