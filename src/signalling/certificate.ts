import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * Makes the self-signed X.509 certificate (RFC 5280) with which a host proves in DTLS that it is the one whose
 * fingerprint a link pins. Nobody looks at anything but its hash, so it says nothing: the subject is the program's
 * name, and the validity is the same for all, which doesn't tell when a room was made.
 */

export interface Certificate {
  /** PEM, `CERTIFICATE`. */
  readonly certificatePem: string;
  /** PEM, `PRIVATE KEY` (PKCS #8), ECDSA on P-256: what every WebRTC implementation has to take (RFC 8827 section 6.5). */
  readonly privateKeyPem: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const CONTEXT_0 = 0xa0;

const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');

/** The last moment that RFC 5280 section 4.1.2.5 writes as a UTCTime. */
const NOT_AFTER = '491231235959Z';
const NOT_BEFORE = '200101000000Z';

export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signatureAlgorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME), der(UTF8_STRING, Buffer.from('cloudgame')))),
  );
  // TBSCertificate (RFC 5280 section 4.1), version 3.
  const toBeSigned = der(
    SEQUENCE,
    der(CONTEXT_0, der(INTEGER, Buffer.of(2))),
    der(INTEGER, serialNumber()),
    signatureAlgorithm,
    name,
    der(SEQUENCE, der(UTC_TIME, Buffer.from(NOT_BEFORE)), der(UTC_TIME, Buffer.from(NOT_AFTER))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = der(
    SEQUENCE,
    toBeSigned,
    signatureAlgorithm,
    der(BIT_STRING, Buffer.concat([Buffer.of(0), signature])),
  );
  return {
    certificatePem: pem('CERTIFICATE', certificate),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** SHA-256 of a certificate's DER, 32 bytes: what a link pins and a session description shows (RFC 8122). */
export function certificateFingerprint(der: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(der).digest());
}

/** A positive integer of 127 random bits, with the first bit after the sign set: no leading zeros to cut off. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}

/** One value in the Distinguished Encoding Rules (X.690 section 10). */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), derLength(content.length), content]);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x100) return Buffer.of(0x81, length);
  return Buffer.of(0x82, length >> 8, length & 0xff);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
