import { describe, expect, it } from 'vitest';
import {
  encodedSize,
  SOUND_PACKET_BYTES,
  soundEncoderArguments,
  type VideoEncoding,
  videoEncoderArguments,
} from '../../../src/pipeline/ffmpeg/encoder-arguments.js';

const NEW = { path: 'ffmpeg', version: '7.0', hasFpsMode: true, codecs: ['vp8', 'h264'] as const };
const OLD = { path: 'ffmpeg', version: '4.1', hasFpsMode: false, codecs: ['vp8', 'h264'] as const };
const NES: VideoEncoding = {
  codec: 'vp8',
  framesPerSecond: 60.0988,
  bitrateBps: 1_474_560,
  width: 256,
  height: 240,
};

/** What stands behind an option. */
function optionValue(args: readonly string[], option: string): string | undefined {
  const index = args.indexOf(option);
  return index < 0 ? undefined : args[index + 1];
}

describe('the arguments of a video encoder', () => {
  it('read NUT without reading ahead, before all that concerns the output', () => {
    const args = videoEncoderArguments(NEW, NES);
    const input = args.slice(0, args.indexOf('pipe:0') + 1).join(' ');
    expect(input).toContain('-fflags nobuffer -probesize 32 -analyzeduration 0 -f nut -i pipe:0');
    expect(args.at(-1)).toBe('pipe:1');
    expect(optionValue(args, '-flush_packets')).toBe('1');
  });

  it('pass time stamps through, in the words that the version knows', () => {
    expect(videoEncoderArguments(NEW, NES).join(' ')).toContain(
      '-fps_mode passthrough -enc_time_base 1:90000',
    );
    expect(videoEncoderArguments(NEW, NES)).not.toContain('-vsync');
    expect(videoEncoderArguments(OLD, NES).join(' ')).toContain('-vsync passthrough -enc_time_base 1:90000');
    expect(videoEncoderArguments(OLD, NES)).not.toContain('-fps_mode');
  });

  it.each(['vp8', 'h264'] as const)('make %s keyframes at odd ticks only', (codec) => {
    const args = videoEncoderArguments(NEW, { ...NES, codec });
    expect(optionValue(args, '-force_key_frames')).toBe('expr:mod(round(t*90000),2)');
    expect(Number(optionValue(args, '-g'))).toBeGreaterThan(100_000_000);
  });

  it('hold the bitrate, with half a second of buffer', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(optionValue(args, '-b:v')).toBe('1474560');
    expect(optionValue(args, '-maxrate')).toBe('1474560');
    expect(optionValue(args, '-bufsize')).toBe('737280');
  });

  it('encode VP8 as IVF, without looking ahead', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(optionValue(args, '-c:v')).toBe('libvpx');
    expect(optionValue(args, '-deadline')).toBe('realtime');
    expect(optionValue(args, '-lag-in-frames')).toBe('0');
    expect(optionValue(args, '-auto-alt-ref')).toBe('0');
    expect(args.slice(args.indexOf('pipe:0')).join(' ')).toContain('-f ivf');
  });

  it('encode H.264 as FLV, in the baseline profile, and tell the frame rate', () => {
    const args = videoEncoderArguments(NEW, { ...NES, codec: 'h264' });
    expect(optionValue(args, '-c:v')).toBe('libx264');
    expect(optionValue(args, '-tune')).toBe('zerolatency');
    expect(optionValue(args, '-profile:v')).toBe('baseline');
    expect(optionValue(args, '-forced-idr')).toBe('1');
    expect(optionValue(args, '-x264-params')).toMatch(/^fps=60099\/1000:scenecut=0:/);
    expect(args.slice(args.indexOf('pipe:0')).join(' ')).toContain('-f flv');
  });

  it('make a picture smaller, with even sides', () => {
    const args = videoEncoderArguments(NEW, { ...NES, height: 234, scale: 0.5 });
    expect(optionValue(args, '-vf')).toBe('scale=128:118:flags=area');
    const larger = videoEncoderArguments(NEW, { ...NES, width: 161, height: 143, scale: 2 });
    expect(optionValue(larger, '-vf')).toBe('scale=322:286:flags=neighbor');
    expect(encodedSize({ width: 256, height: 240, scale: 0.5 })).toEqual({ width: 128, height: 120 });
  });

  it('make odd sides even, and colours 4:2:0', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(optionValue(args, '-vf')).toBe('pad=256:240');
    const odd = videoEncoderArguments(NEW, { ...NES, width: 161, height: 143 });
    expect(optionValue(odd, '-vf')).toBe('pad=162:144');
    expect(optionValue(args, '-pix_fmt')).toBe('yuv420p');
  });

  it('give a second thread to pictures of 640×480 and more', () => {
    const threads = (width: number, height: number) =>
      optionValue(videoEncoderArguments(NEW, { ...NES, width, height }), '-threads');
    expect(threads(256, 240)).toBe('1');
    expect(threads(640, 478)).toBe('1');
    expect(threads(640, 480)).toBe('2');
  });
});

describe('the arguments of the sound encoder', () => {
  it('make Opus of 10 ms at a constant rate, without a container', () => {
    const args = soundEncoderArguments();
    const output = args.slice(args.indexOf('pipe:0') + 1);
    expect(optionValue(output, '-c:a')).toBe('libopus');
    expect(optionValue(output, '-application')).toBe('lowdelay');
    expect(optionValue(output, '-frame_duration')).toBe('10');
    expect(optionValue(output, '-vbr')).toBe('off');
    expect(optionValue(output, '-f')).toBe('data');
  });

  it('make packets of as many bytes as the bitrate says', () => {
    const bitrate = Number(optionValue(soundEncoderArguments(), '-b:a'));
    expect(SOUND_PACKET_BYTES).toBe(120);
    expect(bitrate).toBe((SOUND_PACKET_BYTES * 8 * 1000) / 10);
  });
});
