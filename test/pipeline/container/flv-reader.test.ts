import { describe, expect, it } from 'vitest';
import { FlvReader } from '../../../src/pipeline/container/flv-reader.js';
import { bytes, bytewise, cutInTwo } from '../pieces.js';

/** FLV, version 1, video only, header of 9 bytes; size of the tag before: 0. */
const FILE_HEADER = bytes('464c56 01 01 00000009 00000000');
/** A script tag, as ffmpeg writes `onMetaData` first. */
const SCRIPT_TAG = bytes('12 000003 000000 00 000000 020000 0000000e');
/** Keyframe of AVC, sequence header, composition time 0. */
const SEQUENCE_HEADER = bytes('09 000007 000000 00 000000 17 00 000000 0142 00000012');
const KEYFRAME = bytes('09 000008 000010 00 000000 17 01 000000 aabbcc 00000013');
/** At 0x12345678 ms: the highest byte of the time stamp stands behind the others. */
const LATE_FRAME = bytes('09 000006 345678 12 000000 27 01 000000 dd 00000011');
/** End of sequence, as ffmpeg writes last. */
const END = bytes('09 000005 345679 12 000000 17 02 000000 00000010');
const STREAM = Buffer.concat([FILE_HEADER, SCRIPT_TAG, SEQUENCE_HEADER, KEYFRAME, LATE_FRAME, END]);
const FRAMES = [
  { timestamp: 16, data: bytes('aabbcc') },
  { timestamp: 0x12345678, data: bytes('dd') },
];

describe('an FLV reader', () => {
  it('gives all pictures of one piece, in order, with their time stamps, and keeps the configuration', () => {
    const reader = new FlvReader();
    expect(reader.push(STREAM)).toEqual(FRAMES);
    expect(reader.configuration).toEqual(bytes('0142'));
  });

  it('gives the same pictures wherever the stream is cut', () => {
    for (const [before, after] of cutInTwo(STREAM)) {
      const reader = new FlvReader();
      expect([...reader.push(before), ...reader.push(after)], `cut after ${before.length}`).toEqual(FRAMES);
      expect(reader.configuration).toEqual(bytes('0142'));
    }
    const reader = new FlvReader();
    expect(bytewise(STREAM).flatMap((byte) => reader.push(byte))).toEqual(FRAMES);
  });

  it('has the configuration before the first picture is out', () => {
    const reader = new FlvReader();
    reader.push(Buffer.concat([FILE_HEADER, SCRIPT_TAG]));
    expect(reader.configuration).toBeUndefined();
    expect(reader.push(SEQUENCE_HEADER)).toEqual([]);
    expect(reader.configuration).toEqual(bytes('0142'));
  });

  it('passes over sound and tags that are too short to hold a picture', () => {
    const sound = bytes('08 000002 000000 00 000000 af01 0000000d');
    const empty = bytes('09 000001 000000 00 000000 17 0000000c');
    expect(new FlvReader().push(Buffer.concat([FILE_HEADER, sound, empty, KEYFRAME]))).toEqual([FRAMES[0]]);
  });

  it('refuses another container', () => {
    expect(() => new FlvReader().push(Buffer.alloc(13, 'DKIF'))).toThrow('not an FLV stream');
  });

  it('refuses another codec than H.264', () => {
    const sorenson = bytes('09 000006 000000 00 000000 12 01 000000 dd 00000011');
    expect(() => new FlvReader().push(Buffer.concat([FILE_HEADER, sorenson]))).toThrow('not an H.264 stream');
  });
});
