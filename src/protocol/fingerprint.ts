import { encodeHex } from './hex.js';

/**
 * Reads the certificate fingerprints of a session description (RFC 8122 section 5) and compares them with the one
 * that a link pins. Everything that could name a second certificate makes the description invalid.
 */

/** Writes a fingerprint as session descriptions do: upper-case hex pairs with colons. */
export function formatFingerprint(bytes: Uint8Array): string {
  return encodeHex(bytes)
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');
}

/**
 * Whether every fingerprint in a session description is the given SHA-256 and there is at least one. A description
 * that holds any other hash, or a second certificate in any section, is somebody else's.
 */
export function isPinnedDescription(sdp: string, fingerprint: Uint8Array): boolean {
  // Wherever the word stands: what one parser skips, another might take for an attribute.
  const lines = sdp.split(/\r\n|\r|\n/).filter((line) => /fingerprint/i.test(line));
  const expected = `a=fingerprint:sha-256 ${formatFingerprint(fingerprint)}`.toLowerCase();
  return lines.length > 0 && lines.every((line) => line.trim().toLowerCase() === expected);
}
