import { describe, expect, it } from 'vitest';
import { readFrameMessage } from '../../src/protocol/frame-message.js';
import { readSoundMessage, writeSoundMessage } from '../../src/protocol/sound-message.js';

const packet = Uint8Array.of(1, 2, 3);
const before = Uint8Array.of(4, 5);

describe('a message of sound', () => {
  it('has these bytes', () => {
    expect([...writeSoundMessage({ timestamp: 0x01020304, packet, before })]).toEqual([
      129, 0, 3, 0, 4, 3, 2, 1, 1, 2, 3, 4, 5,
    ]);
  });

  it('is read as it was written', () => {
    for (const earlier of [before, new Uint8Array(0)]) {
      const message = { timestamp: 0xffffffff, packet, before: earlier };
      expect(readSoundMessage(writeSoundMessage(message))).toEqual(message);
    }
  });

  it('is none of a picture', () => {
    const message = writeSoundMessage({
      timestamp: 0,
      packet: new Uint8Array(120),
      before: new Uint8Array(120),
    });
    expect(readFrameMessage(message)).toBeUndefined();
  });

  it.each([
    ['is empty', []],
    ['has another version', [130, 0, 1, 0, 0, 0, 0, 0, 7]],
    ['ends before its packet', [129, 0, 1, 0, 0, 0, 0, 0]],
    ['ends within its packet', [129, 0, 2, 0, 0, 0, 0, 0, 7]],
    ['has a packet without bytes', [129, 0, 0, 0, 0, 0, 0, 0, 7]],
  ])('is not taken where it %s', (_what, bytes) => {
    expect(readSoundMessage(Uint8Array.from(bytes))).toBeUndefined();
  });
});
