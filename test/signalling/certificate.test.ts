import { createPrivateKey, X509Certificate } from 'node:crypto';
import { PeerConnection } from 'node-datachannel';
import { describe, expect, test } from 'vitest';
import { isPinnedDescription } from '../../src/protocol/fingerprint.js';
import { makeCertificate } from '../../src/signalling/certificate.js';
import { makeRoomKeys } from '../../src/signalling/room-keys.js';

describe('a certificate', () => {
  test('is self-signed with a P-256 key and matches its private key', () => {
    const { certificatePem, privateKeyPem } = makeCertificate();
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  test('says nothing of its owner nor of when it was made', () => {
    const certificate = new X509Certificate(makeCertificate().certificatePem);
    expect(certificate.subject).toBe('CN=cloudgame');
    expect(certificate.issuer).toBe('CN=cloudgame');
    expect(certificate.validFrom).toBe('Jan  1 00:00:00 2020 GMT');
    expect(certificate.validTo).toBe('Dec 31 23:59:59 2049 GMT');
    expect(certificate.subjectAltName).toBeUndefined();
  });

  test('is another one each time', () => {
    const [first, second] = [makeCertificate(), makeCertificate()].map((made) => {
      return new X509Certificate(made.certificatePem);
    });
    expect(first!.serialNumber).not.toBe(second!.serialNumber);
    expect(first!.fingerprint256).not.toBe(second!.fingerprint256);
  });

  test('is taken by the WebRTC library, whose offer then shows the pinned fingerprint and no other', async () => {
    const keys = makeRoomKeys();
    const peer = new PeerConnection('host', {
      iceServers: [],
      certificatePemFile: keys.certificatePem,
      keyPemFile: keys.privateKeyPem,
    });
    try {
      const sdp = await new Promise<string>((resolve) => {
        peer.onLocalDescription((text) => resolve(text));
        peer.createDataChannel('control');
      });
      expect(isPinnedDescription(sdp, keys.fingerprint)).toBe(true);
    } finally {
      peer.close();
    }
  });
});
