import { Buffer } from 'node:buffer';

/** Any host and any display (Xauth.h, FamilyWild). */
const FAMILY_WILD = 0xffff;
const PROTOCOL = 'MIT-MAGIC-COOKIE-1';

/**
 * An .Xauthority file with one entry, for whatever display number the server gets.
 *
 *     family (2 bytes, highest first) | address | number | protocol | cookie     each with its length (2 bytes) before it
 *
 * @param cookie - 16 random bytes; who has them may connect.
 */
export function xAuthority(cookie: Uint8Array): Buffer {
  const family = Buffer.alloc(2);
  family.writeUInt16BE(FAMILY_WILD);
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from(PROTOCOL), Buffer.from(cookie)];
  return Buffer.concat([family, ...fields.flatMap((field) => [lengthOf(field), field])]);
}

function lengthOf(field: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(field.length);
  return length;
}
