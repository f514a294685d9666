import { createHash, webcrypto } from 'node:crypto';
import { ByteReader, ByteWriter, MalformedMessage } from '../../cores/protocol/bytes.js';
import { isCoreName } from '../core-library/library-name.js';

/** The core that made a state. */
export interface StateOrigin {
  readonly name: string;
  readonly version: string;
}

/** A saved state, and what has to be known before it is given to a core. */
export interface SavedState {
  readonly core: StateOrigin;
  /** SHA-256 of the game, 64 lower-case hex digits. */
  readonly gameSha256: string;
  /** Milliseconds since 1970, UTC. */
  readonly savedAtMs: number;
  /** What the core made; only it can read it. */
  readonly payload: Uint8Array;
}

/** A file that is no state, or not a whole one; the message says what is wrong with it, to follow the file's name. */
export class SaveFileFault extends Error {
  override name = 'SaveFileFault';
}

/**
 * The file of a state. Numbers are little-endian; a text is a u16 length in bytes and that much UTF-8.
 *
 *     8    magic: 89 43 47 53 0D 0A 1A 0A
 *     u16  version of this format: 1
 *     text name of the core
 *     text version of the core
 *     32   SHA-256 of the game
 *     f64  when it was saved, milliseconds since 1970
 *     u32  length of the payload
 *     …    payload
 *     32   SHA-256 of everything before
 *
 * The magic is made as PNG's is (PNG specification, 5.2): a transfer as text, which changes line ends or the eighth
 * bit, shows at once.
 */
const MAGIC = Buffer.from([0x89, 0x43, 0x47, 0x53, 0x0d, 0x0a, 0x1a, 0x0a]);
const VERSION = 1;
const HASH_BYTES = 32;

/** Hashed by a thread of the platform's: states of large consoles would hold up a frame. */
export async function encodeSaveFile(state: SavedState): Promise<Buffer> {
  const { core, gameSha256, savedAtMs, payload } = state;
  const head = new ByteWriter()
    .bytes(MAGIC)
    .u16(VERSION)
    .text(core.name)
    .text(core.version)
    .bytes(Buffer.from(gameSha256, 'hex'))
    .f64(savedAtMs)
    .u32(payload.length)
    .finish();
  const file = Buffer.concat([head, payload, Buffer.alloc(HASH_BYTES)]);
  const hash = await webcrypto.subtle.digest('SHA-256', file.subarray(0, -HASH_BYTES));
  file.set(new Uint8Array(hash), file.length - HASH_BYTES);
  return file;
}

/**
 * Reads a state's file; the payload is a view of it.
 *
 * @throws SaveFileFault where it is damaged, or none.
 */
export function decodeSaveFile(bytes: Uint8Array): SavedState {
  const { state, content, hash } = readSaveFile(bytes);
  if (!hash.equals(createHash('sha256').update(content).digest())) throw wrongHash();
  return state;
}

/** As `decodeSaveFile`, hashed by a thread of the platform's: for while a game runs. */
export async function decodeSaveFileAside(bytes: Uint8Array): Promise<SavedState> {
  const { state, content, hash } = readSaveFile(bytes);
  if (!hash.equals(new Uint8Array(await webcrypto.subtle.digest('SHA-256', content)))) throw wrongHash();
  return state;
}

/** Everything of a file but whether its checksum fits. */
function readSaveFile(bytes: Uint8Array): { state: SavedState; content: Buffer; hash: Buffer } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) throw new SaveFileFault('is empty');
  const start = file.subarray(0, MAGIC.length);
  if (!start.equals(MAGIC.subarray(0, start.length))) throw new SaveFileFault('is no saved state');
  if (file.length < MAGIC.length + 2 + HASH_BYTES) throw tooShort();
  const version = file.readUInt16LE(MAGIC.length);
  if (version !== VERSION) {
    throw new SaveFileFault(`has version ${version} of the format where this cloudgame knows ${VERSION}`);
  }
  const content = file.subarray(0, -HASH_BYTES);
  return { state: readContent(content), content, hash: file.subarray(-HASH_BYTES) };
}

/**
 * When a state was saved, by the beginning of its file.
 *
 * @throws SaveFileFault where that can't be told.
 */
export function savedTimeIn(head: Uint8Array): number {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, MAGIC.length));
  if (!start.equals(MAGIC)) throw new SaveFileFault('is no saved state');
  return reading(head, (reader) => readHead(reader).savedAtMs);
}

/** Why a state can't go on in this game and core, to follow the state's name; `undefined` where it can. */
export function misfit(
  state: SavedState,
  game: { gameSha256: string; coreName: string },
): string | undefined {
  if (state.gameSha256 !== game.gameSha256) return 'belongs to another game';
  if (state.core.name !== game.coreName) {
    return `was made by ${describeCore(state.core)}, and this game runs on ${game.coreName}`;
  }
  return undefined;
}

/** A core for people: in a file that was imported its name can be anything, and nothing that can be read. */
function describeCore({ name }: StateOrigin): string {
  return isReadable(name) ? `the core ${name}` : 'a core without a name';
}

/** Whether anything of a text is seen. */
export function isReadable(text: string): boolean {
  return /[^\p{C}\p{Z}]/u.test(text);
}

/** How the game is started to go on from a state that another core made of it; `undefined` where that doesn't help. */
export function coreFlag(
  { core, gameSha256 }: SavedState,
  game: { gameSha256: string; coreName: string },
): string | undefined {
  const name = core.name.replaceAll(' ', '_');
  // A name in a file that was imported can be anything.
  const helps = gameSha256 === game.gameSha256 && core.name !== game.coreName && isCoreName(name);
  return helps ? `--core ${name}` : undefined;
}

function readContent(content: Buffer): SavedState {
  return reading(content, (reader) => {
    const head = readHead(reader);
    const length = reader.u32();
    if (length < reader.remaining) {
      throw new SaveFileFault(`is damaged: it has ${reader.remaining - length} bytes too many`);
    }
    return { ...head, payload: reader.bytes(length) };
  });
}

function readHead(reader: ByteReader): Omit<SavedState, 'payload'> {
  reader.bytes(MAGIC.length + 2);
  const core = { name: reader.text(), version: reader.text() };
  const gameSha256 = reader.bytes(32).toString('hex');
  const savedAtMs = reader.f64();
  if (Number.isNaN(new Date(savedAtMs).getTime())) throw new SaveFileFault('has no time that there is');
  return { core, gameSha256, savedAtMs };
}

function reading<Result>(bytes: Uint8Array, read: (reader: ByteReader) => Result): Result {
  try {
    return read(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof MalformedMessage) throw tooShort();
    throw error;
  }
}

function wrongHash(): SaveFileFault {
  return new SaveFileFault('is damaged: its checksum does not fit');
}

function tooShort(): SaveFileFault {
  return new SaveFileFault('is cut short');
}
