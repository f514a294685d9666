import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';

/** Codes that can be set at the same time, and how long one can be (characters). */
export const MOST_CHEAT_CODES = 100;
export const LONGEST_CHEAT_CODE = 1000;

/** The body of `set cheats` (PROTOCOL.md). */
export function encodeCheatCodes(codes: readonly string[]): Buffer {
  const writer = new ByteWriter().u8(codes.length);
  for (const code of codes) writer.text(code);
  return writer.finish();
}

export function decodeCheatCodes(body: Uint8Array): string[] {
  const reader = new ByteReader(body);
  const count = reader.u8();
  if (count > MOST_CHEAT_CODES) throw new MalformedMessage(`${count} cheat codes`);
  const codes = Array.from({ length: count }, () => reader.text());
  reader.end();
  return codes;
}
