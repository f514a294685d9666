import { createHash } from 'node:crypto';
import { checksum } from '../saved-state/checksum.js';

/**
 * Stored form of the console's state, a tree of numbers and arrays whose shape is known beforehand. It is made and read
 * with every frame where a game is run ahead, so memories are copied as they are and nothing is spelled out:
 *
 *     8   magic and version
 *     4   checksum of what follows, little-endian
 *     32  SHA-256 of the game: a state is good for one game only
 *     …   the tree's leaves, depth first: of a typed array its bytes, of a list of numbers 16 bits each, of any other
 *         value a byte for its kind and a double, little-endian
 */

const MAGIC = Buffer.from('CGNES\0\0\x02', 'latin1');
const GAME_HASH_BYTES = 32;
const HEAD_BYTES = MAGIC.length + 4;
const BODY_START = HEAD_BYTES + GAME_HASH_BYTES;
const SCALAR_BYTES = 9;
/** Lists from this length on are memories that jsnes keeps as lists: bytes, or numbers of 16 bits. */
const LONG_LIST = 32;

/** Kinds of scalars: `undefined`, `null`, `false` and `true` by their place here, and numbers. */
const CONSTANTS = [undefined, null, false, true];
const NUMBER = CONSTANTS.length;

type Memory = Uint8Array | Uint16Array;

/** The hash by which a state names its game. */
export function hashOfGame(rom: Uint8Array): Buffer {
  return createHash('sha256').update(rom).digest();
}

/** @param tree - numbers, booleans and nothings in objects, lists and typed arrays. */
export function encodeConsoleState(tree: object, gameHash: Buffer): Buffer {
  const bytes = Buffer.allocUnsafeSlow(BODY_START + sizeOf(tree));
  MAGIC.copy(bytes);
  gameHash.copy(bytes, HEAD_BYTES);
  write(tree, bytes, BODY_START);
  bytes.writeUInt32LE(checksum(bytes.subarray(HEAD_BYTES)), MAGIC.length);
  return bytes;
}

/**
 * @param model - a state of the same console as it is now; what is read has its shape.
 * @throws Error, worded, where the bytes are no state of this game
 */
export function decodeConsoleState<Tree extends object>(
  state: Uint8Array,
  gameHash: Buffer,
  model: Tree,
): Tree {
  const bytes = Buffer.from(state.buffer, state.byteOffset, state.byteLength);
  if (bytes.length < BODY_START || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error('This is not a saved state of this version of the NES core.');
  }
  if (bytes.readUInt32LE(MAGIC.length) !== checksum(bytes.subarray(HEAD_BYTES))) {
    throw new Error('The state is damaged.');
  }
  if (!bytes.subarray(HEAD_BYTES, BODY_START).equals(gameHash)) {
    throw new Error('The state belongs to another game.');
  }
  if (bytes.length !== BODY_START + sizeOf(model)) {
    throw new Error('The state comes from another version of the NES core.');
  }
  return new Leaves(bytes, BODY_START).fill(model) as Tree;
}

function sizeOf(value: unknown): number {
  if (isMemory(value)) return value.byteLength;
  if (isLongList(value)) return value.length * 2;
  if (typeof value !== 'object' || value === null) return SCALAR_BYTES;
  let size = 0;
  for (const part of Object.values(value)) size += sizeOf(part);
  return size;
}

/** @returns where it ends. */
function write(value: unknown, bytes: Buffer, offset: number): number {
  if (isMemory(value) || isLongList(value)) {
    const memory = isMemory(value) ? value : Uint16Array.from(value);
    bytes.set(new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength), offset);
    return offset + memory.byteLength;
  }
  if (typeof value === 'object' && value !== null) {
    let end = offset;
    for (const part of Object.values(value)) end = write(part, bytes, end);
    return end;
  }
  const isNumber = typeof value === 'number';
  bytes.writeUInt8(isNumber ? NUMBER : CONSTANTS.indexOf(value as undefined), offset);
  return bytes.writeDoubleLE(isNumber ? value : 0, offset + 1);
}

/** Reads the leaves of a tree in the order of another one's. */
class Leaves {
  readonly #bytes: Buffer;
  #offset: number;

  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  /** A tree like the model, with these leaves; its memories are its own. */
  fill(model: unknown): unknown {
    if (isMemory(model)) return this.#memory(model);
    if (isLongList(model)) return Array.from(this.#memory(new Uint16Array(model.length)));
    if (Array.isArray(model)) return model.map((part) => this.fill(part));
    if (typeof model !== 'object' || model === null) return this.#scalar();
    const filled: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(model)) filled[key] = this.fill(part);
    return filled;
  }

  #memory({ byteLength, BYTES_PER_ELEMENT }: Memory): Memory {
    const copy = Uint8Array.from(this.#bytes.subarray(this.#offset, this.#offset + byteLength));
    this.#offset += byteLength;
    return BYTES_PER_ELEMENT === 1 ? copy : new Uint16Array(copy.buffer);
  }

  #scalar(): unknown {
    const kind = this.#bytes.readUInt8(this.#offset);
    const value = this.#bytes.readDoubleLE(this.#offset + 1);
    this.#offset += SCALAR_BYTES;
    return kind === NUMBER ? value : CONSTANTS[kind];
  }
}

function isMemory(value: unknown): value is Memory {
  return value instanceof Uint8Array || value instanceof Uint16Array;
}

function isLongList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length >= LONG_LIST;
}
