/** Base64url without padding (RFC 4648 section 5), on the web's `atob` and `btoa`, which Node has as well. */

/** Encodes bytes as unpadded base64url text. */
export function encodeBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Decodes canonical unpadded base64url text.
 *
 * Two texts that differ never decode to the same bytes: stray trailing bits, padding, white space and the
 * letters of ordinary base64 are refused (RFC 4648 section 3.5), so a link can't be changed unnoticed.
 *
 * @returns the bytes, or `undefined` where the text is not canonical.
 */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return encodeBase64Url(bytes) === text ? bytes : undefined;
}
