import { describe, expect, it } from 'vitest';
import { encoderOutput } from '../../../src/pipeline/video/encoder-output.js';
import { bytes } from '../pieces.js';

const IVF_HEADER = bytes('444b4946 0000 2000 56503830 0001 f000 905f0100 01000000 00000000 00000000');
const FLV_HEADER = bytes('464c56 01 01 00000009 00000000');
/** An AVCDecoderConfigurationRecord with the SPS 6742c01e and the PPS 68ce. */
const CONFIGURATION = '01 42c01e ff e1 0004 6742c01e 01 0002 68ce';

/** An FLV video tag of an H.264 picture or configuration. */
function flvTag(milliseconds: number, packetType: number, content: Buffer): Buffer {
  const tag = Buffer.alloc(16);
  tag[0] = 9;
  tag.writeUIntBE(5 + content.length, 1, 3);
  tag.writeUIntBE(milliseconds, 4, 3);
  tag[11] = 0x17;
  tag[12] = packetType;
  return Buffer.concat([tag, content, Buffer.alloc(4)]);
}

describe('the output of the VP8 encoder', () => {
  it('is a unit a frame, and a keyframe where its tag says so', () => {
    const output = encoderOutput('vp8');
    expect(output.push(IVF_HEADER)).toEqual([]);
    expect(output.push(bytes('02000000 e803000000000000 10aa 02000000 d107000000000000 11bb'))).toEqual([
      { timestamp: 1000, keyframe: true, units: [bytes('10aa')] },
      { timestamp: 2001, keyframe: false, units: [bytes('11bb')] },
    ]);
  });

  it('has the time stamps that went in', () => {
    expect(encoderOutput('vp8').timestampOf(123_457)).toBe(123_457);
  });
});

describe('the output of the H.264 encoder', () => {
  const output = encoderOutput('h264');
  output.push(Buffer.concat([FLV_HEADER, flvTag(0, 0, bytes(CONFIGURATION))]));

  it('has SPS and PPS in front of every IDR slice, and no SEI', () => {
    const sei = '00000003 060500';
    expect(output.push(flvTag(16, 1, bytes(`${sei} 00000002 6588 00000002 6589`)))).toEqual([
      {
        timestamp: 16,
        keyframe: true,
        units: [bytes('6742c01e'), bytes('68ce'), bytes('6588'), bytes('6589')],
      },
    ]);
    expect(output.push(flvTag(33, 1, bytes('00000002 65aa')))).toMatchObject([
      { keyframe: true, units: [bytes('6742c01e'), bytes('68ce'), bytes('65aa')] },
    ]);
  });

  it('has nothing but its slices where a picture depends on others', () => {
    expect(output.push(flvTag(50, 1, bytes('00000002 09f0 00000003 419a00')))).toEqual([
      { timestamp: 50, keyframe: false, units: [bytes('419a00')] },
    ]);
  });

  it('is no keyframe before the parameter sets are known', () => {
    const early = encoderOutput('h264');
    expect(early.push(Buffer.concat([FLV_HEADER, flvTag(0, 1, bytes('00000002 6588'))]))).toEqual([
      { timestamp: 0, keyframe: false, units: [bytes('6588')] },
    ]);
  });

  it('has time stamps in milliseconds', () => {
    expect(output.timestampOf(1501)).toBe(17);
    expect(output.timestampOf(90_000)).toBe(1000);
  });
});
