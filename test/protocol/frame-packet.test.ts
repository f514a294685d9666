import { describe, expect, it } from 'vitest';
import {
  FRAME_PACKET_HEADER_BYTES,
  type FramePacket,
  MOST_MESSAGE_BYTES,
  readFramePacket,
  writeFramePacketHeader,
} from '../../src/protocol/frame-packet.js';

const HEADER = { repeated: false, index: 1, pieces: 3, parity: 2, number: 0xfffffffe, messageBytes: 10 };

function packet(change: Partial<FramePacket> = {}, pieceBytes = 4): Uint8Array {
  const bytes = new Uint8Array(FRAME_PACKET_HEADER_BYTES + pieceBytes).fill(7);
  writeFramePacketHeader(bytes, 0, { ...HEADER, ...change });
  return bytes;
}

describe('a packet of a frame', () => {
  it('is read as it was written', () => {
    const { piece, ...header } = readFramePacket(packet())!;
    expect(header).toEqual(HEADER);
    expect([...piece]).toEqual([7, 7, 7, 7]);
    expect(readFramePacket(packet({ repeated: true }))).toMatchObject({ repeated: true, index: 1 });
  });

  it('has a shorter piece where its message ends, and whole ones of parity', () => {
    expect(readFramePacket(packet({ index: 2 }, 2))?.piece.length).toBe(2);
    expect(readFramePacket(packet({ index: 4 }))?.piece.length).toBe(4);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a header alone', packet({}, 0)],
    ['another version', packet().fill(2, 0, 1)],
    ['a message of no pieces', packet({ pieces: 0 })],
    ['a piece behind the last', packet({ index: 5 })],
    ['more pieces than there can be', packet({ pieces: 200, parity: 56, messageBytes: 800 })],
    ['a piece that is too short', packet({}, 3)],
    ['a piece that is too long', packet({}, 5)],
    ['a last piece that is too long', packet({ index: 2 }, 4)],
    ['a message that is shorter than its pieces', packet({ messageBytes: 2 }, 1)],
    ['a last piece of less than nothing', packet({ pieces: 9, index: 8, messageBytes: 10 }, 2)],
    ['a message that is too long', packet({ messageBytes: MOST_MESSAGE_BYTES + 1 }, 43_691)],
  ])('is not %s', (_, bytes) => {
    expect(readFramePacket(bytes)).toBeUndefined();
  });
});
