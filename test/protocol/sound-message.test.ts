import { describe, expect, it } from 'vitest';
import { readFrameMessage } from '../../src/protocol/frame-message.js';
import { readFramePacket } from '../../src/protocol/frame-packet.js';
import { readSoundMessage, writeSoundMessage } from '../../src/protocol/sound-message.js';

const packet = Uint8Array.of(1, 2, 3);
const before = Uint8Array.of(4, 5, 6);

describe('a message of sound', () => {
  it('has these bytes', () => {
    expect([...writeSoundMessage({ timestamp: 0x01020304, packets: [before, packet] })]).toEqual([
      130, 1, 3, 0, 4, 3, 2, 1, 4, 5, 6, 1, 2, 3,
    ]);
  });

  it('is read as it was written', () => {
    for (const packets of [[packet], [before, packet], [before, packet, before, packet]]) {
      const message = { timestamp: 0xffffffff, packets };
      expect(readSoundMessage(writeSoundMessage(message))).toEqual(message);
    }
  });

  it('is none of a picture, and no piece of one', () => {
    const silence = new Uint8Array(120);
    const message = writeSoundMessage({ timestamp: 0, packets: [silence, silence, silence] });
    expect(readFrameMessage(message)).toBeUndefined();
    expect(readFramePacket(message)).toBeUndefined();
  });

  it.each([
    ['is empty', []],
    ['has another version', [129, 0, 1, 0, 0, 0, 0, 0, 7]],
    ['ends before its packet', [130, 0, 1, 0, 0, 0, 0, 0]],
    ['ends within its packet', [130, 0, 2, 0, 0, 0, 0, 0, 7]],
    ['ends before its last packet', [130, 1, 1, 0, 0, 0, 0, 0, 7]],
    ['goes on behind its packets', [130, 0, 1, 0, 0, 0, 0, 0, 7, 7]],
    ['has packets without bytes', [130, 0, 0, 0, 0, 0, 0, 0, 7]],
  ])('is not taken where it %s', (_what, bytes) => {
    expect(readSoundMessage(Uint8Array.from(bytes))).toBeUndefined();
  });
});
