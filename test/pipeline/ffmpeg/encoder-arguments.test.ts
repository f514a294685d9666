import { describe, expect, it } from 'vitest';
import {
  SOUND_PACKET_BYTES,
  soundEncoderArguments,
  type VideoEncoding,
  videoEncoderArguments,
} from '../../../src/pipeline/ffmpeg/encoder-arguments.js';

const NEW = { path: 'ffmpeg', version: '7.0', hasFpsMode: true };
const OLD = { path: 'ffmpeg', version: '4.1', hasFpsMode: false };
const NES: VideoEncoding = {
  codec: 'vp8',
  framesPerSecond: 60.0988,
  bitrateBps: 1_474_560,
  width: 256,
  height: 240,
};

/** What stands behind an option. */
function valueOf(args: readonly string[], option: string): string | undefined {
  const index = args.indexOf(option);
  return index < 0 ? undefined : args[index + 1];
}

describe('the arguments of a video encoder', () => {
  it('read NUT without reading ahead, before all that concerns the output', () => {
    const args = videoEncoderArguments(NEW, NES);
    const input = args.slice(0, args.indexOf('pipe:0') + 1).join(' ');
    expect(input).toContain('-fflags nobuffer -probesize 32 -analyzeduration 0 -f nut -i pipe:0');
    expect(args.at(-1)).toBe('pipe:1');
    expect(valueOf(args, '-flush_packets')).toBe('1');
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
    expect(valueOf(args, '-force_key_frames')).toBe('expr:mod(round(t*90000),2)');
    expect(Number(valueOf(args, '-g'))).toBeGreaterThan(100_000_000);
  });

  it('hold the bitrate, with half a second of buffer', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(valueOf(args, '-b:v')).toBe('1474560');
    expect(valueOf(args, '-maxrate')).toBe('1474560');
    expect(valueOf(args, '-bufsize')).toBe('737280');
  });

  it('encode VP8 as IVF, without looking ahead', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(valueOf(args, '-c:v')).toBe('libvpx');
    expect(valueOf(args, '-deadline')).toBe('realtime');
    expect(valueOf(args, '-lag-in-frames')).toBe('0');
    expect(valueOf(args, '-auto-alt-ref')).toBe('0');
    expect(args.slice(args.indexOf('pipe:0')).join(' ')).toContain('-f ivf');
  });

  it('encode H.264 as FLV, in the baseline profile, and tell the frame rate', () => {
    const args = videoEncoderArguments(NEW, { ...NES, codec: 'h264' });
    expect(valueOf(args, '-c:v')).toBe('libx264');
    expect(valueOf(args, '-tune')).toBe('zerolatency');
    expect(valueOf(args, '-profile:v')).toBe('baseline');
    expect(valueOf(args, '-forced-idr')).toBe('1');
    expect(valueOf(args, '-x264-params')).toBe('fps=60099/1000:scenecut=0');
    expect(args.slice(args.indexOf('pipe:0')).join(' ')).toContain('-f flv');
  });

  it('make odd sides even, and colours 4:2:0', () => {
    const args = videoEncoderArguments(NEW, NES);
    expect(valueOf(args, '-vf')).toBe('pad=ceil(iw/2)*2:ceil(ih/2)*2');
    expect(valueOf(args, '-pix_fmt')).toBe('yuv420p');
  });

  it('give a second thread to pictures of 640×480 and more', () => {
    const threads = (width: number, height: number) =>
      valueOf(videoEncoderArguments(NEW, { ...NES, width, height }), '-threads');
    expect(threads(256, 240)).toBe('1');
    expect(threads(640, 479)).toBe('1');
    expect(threads(640, 480)).toBe('2');
  });
});

describe('the arguments of the sound encoder', () => {
  it('make Opus of 10 ms at a constant rate, without a container', () => {
    const args = soundEncoderArguments();
    const output = args.slice(args.indexOf('pipe:0') + 1);
    expect(valueOf(output, '-c:a')).toBe('libopus');
    expect(valueOf(output, '-application')).toBe('lowdelay');
    expect(valueOf(output, '-frame_duration')).toBe('10');
    expect(valueOf(output, '-vbr')).toBe('off');
    expect(valueOf(output, '-f')).toBe('data');
  });

  it('make packets of as many bytes as the bitrate says', () => {
    const bitrate = Number(valueOf(soundEncoderArguments(), '-b:a'));
    expect(SOUND_PACKET_BYTES).toBe(120);
    expect(bitrate).toBe((SOUND_PACKET_BYTES * 8 * 1000) / 10);
  });
});
