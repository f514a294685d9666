import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { decodeBase64Url, encodeBase64Url } from '../protocol/base64url.js';
import { TOKEN_BYTES } from '../protocol/link.js';
import { certificateFingerprint, makeCertificate } from './certificate.js';

/** What makes a room's links what they are: who holds these keys is the host of the room. */
export interface RoomKeys {
  /** DTLS certificate, PEM. */
  readonly certificatePem: string;
  /** Its private key, PEM. */
  readonly privateKeyPem: string;
  /** SHA-256 of the certificate, 32 bytes. */
  readonly fingerprint: Uint8Array;
  /** Lets its holder play, 16 bytes. */
  readonly playToken: Uint8Array;
  /** Lets its holder watch, 16 bytes. */
  readonly watchToken: Uint8Array;
  /** What gets the room's id at a PeerJS server back after a lost connection. */
  readonly peerToken: string;
  /** TCP port of the room's web server when it was last open; a part of the local link. */
  readonly port?: number;
}

/** Makes the keys of a new room. */
export function makeRoomKeys(): RoomKeys {
  const certificate = makeCertificate();
  return {
    ...certificate,
    fingerprint: fingerprintOf(certificate.certificatePem),
    playToken: new Uint8Array(randomBytes(TOKEN_BYTES)),
    watchToken: new Uint8Array(randomBytes(TOKEN_BYTES)),
    peerToken: encodeBase64Url(randomBytes(TOKEN_BYTES)),
  };
}

const FILE_VERSION = 1;

const storedKeys = v.object({
  version: v.literal(FILE_VERSION),
  certificate: v.string(),
  privateKey: v.string(),
  playToken: v.string(),
  watchToken: v.string(),
  peerToken: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/)),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
});

/** Writes keys as the text of their file. */
export function formatRoomKeys(keys: RoomKeys): string {
  const stored: v.InferOutput<typeof storedKeys> = {
    version: FILE_VERSION,
    certificate: keys.certificatePem,
    privateKey: keys.privateKeyPem,
    playToken: encodeBase64Url(keys.playToken),
    watchToken: encodeBase64Url(keys.watchToken),
    peerToken: keys.peerToken,
    ...(keys.port === undefined ? {} : { port: keys.port }),
  };
  return `${JSON.stringify(stored, undefined, 2)}\n`;
}

/** Reads the text of a file of keys; `undefined` where anything in it is not as it was written. */
export function parseRoomKeys(text: string): RoomKeys | undefined {
  try {
    const stored = v.parse(storedKeys, JSON.parse(text));
    const certificate = new X509Certificate(stored.certificate);
    const playToken = decodeBase64Url(stored.playToken);
    const watchToken = decodeBase64Url(stored.watchToken);
    if (playToken?.length !== TOKEN_BYTES || watchToken?.length !== TOKEN_BYTES) return undefined;
    if (!certificate.checkPrivateKey(createPrivateKey(stored.privateKey))) return undefined;
    return {
      certificatePem: stored.certificate,
      privateKeyPem: stored.privateKey,
      fingerprint: certificateFingerprint(certificate.raw),
      playToken,
      watchToken,
      peerToken: stored.peerToken,
      ...(stored.port === undefined ? {} : { port: stored.port }),
    };
  } catch {
    return undefined;
  }
}

function fingerprintOf(certificatePem: string): Uint8Array {
  return certificateFingerprint(new X509Certificate(certificatePem).raw);
}
