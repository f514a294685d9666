import type { VideoCodec } from '../../protocol/control-message.js';
import { type FfmpegProgram, SOUND_ENCODER, VIDEO_ENCODERS } from './ffmpeg-program.js';

/** Ticks per second of the time stamps on both sides of the video encoder: RTP's clock for video. */
export const VIDEO_TICKS_PER_SECOND = 90_000;
export const SOUND_SAMPLES_PER_SECOND = 48_000;
/** Duration of one Opus packet. */
export const SOUND_PACKET_MS = 10;
const SOUND_BITRATE_BPS = 96_000;
/** Opus is encoded at a constant bitrate, so every packet has this many bytes and needs no container around it. */
export const SOUND_PACKET_BYTES = (SOUND_BITRATE_BPS * SOUND_PACKET_MS) / 8000;

export interface VideoEncoding {
  readonly codec: VideoCodec;
  /** Hint for the encoder's rate control, frames per second. */
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** How much of the bitrate, ms of it, a picture may take at once: half a second where it isn't given. */
  readonly bufferMs?: number | undefined;
  /** Pixels of what goes in. */
  readonly width: number;
  readonly height: number;
  /** Sides of the encoded picture against those of what goes in: 1 where it isn't given. */
  readonly scale?: number | undefined;
}

// Nothing is read ahead: without these the demuxer keeps back frames to find out what it knows already. The price is
// that the very first frame is swallowed.
const LIVE_INPUT = [
  '-fflags',
  'nobuffer',
  '-probesize',
  '32',
  '-analyzeduration',
  '0',
  '-f',
  'nut',
  '-i',
  'pipe:0',
];
const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostats'];
/** An encoder never starts a new group of pictures by itself: keyframes come on demand. */
const ENDLESS_GOP = '999999999';
/** Half a second of buffer: enough for a keyframe to be worth looking at, too little for a burst to queue for long. */
const BUFFER_MS = 500;
/** From this many pixels on an encoder gets a second thread. */
const TWO_THREADS_PIXELS = 640 * 480;

/** Arguments that make ffmpeg encode NUT on stdin to IVF (VP8) or FLV (H.264) on stdout, a frame in, a frame out. */
export function videoEncoderArguments(ffmpeg: FfmpegProgram, encoding: VideoEncoding): string[] {
  const { width, height } = encodedSize(encoding);
  const threads = width * height >= TWO_THREADS_PIXELS ? '2' : '1';
  return [
    ...QUIET,
    ...LIVE_INPUT,
    '-an',
    // No frame is repeated or dropped to make the rate even, and time stamps pass through unrounded.
    ...(ffmpeg.hasFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']),
    '-enc_time_base',
    `1:${VIDEO_TICKS_PER_SECOND}`,
    // A keyframe on demand: a frame whose tick is odd becomes one.
    '-force_key_frames',
    `expr:mod(round(t*${VIDEO_TICKS_PER_SECOND}),2)`,
    // Browsers take VP8 and untagged H.264 for limited-range BT.601, as swscale makes it.
    '-vf',
    sizeFilter(encoding),
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    VIDEO_ENCODERS[encoding.codec],
    '-g',
    ENDLESS_GOP,
    '-threads',
    threads,
    ...bitrateArguments(encoding),
    ...(encoding.codec === 'vp8' ? vp8Arguments(encoding) : h264Arguments(encoding.framesPerSecond)),
    '-flush_packets',
    '1',
    'pipe:1',
  ];
}

/** Pixels of the encoded picture: 4:2:0 needs even sides. */
export function encodedSize({
  width,
  height,
  scale = 1,
}: Pick<VideoEncoding, 'width' | 'height' | 'scale'>): { readonly width: number; readonly height: number } {
  return { width: evenSide(width * scale), height: evenSide(height * scale) };
}

function evenSide(pixels: number): number {
  return 2 * Math.ceil(pixels / 2);
}

/**
 * ffmpeg's filter between what goes in and 4:2:0. A picture of full size keeps its pixels, and a larger one has each of
 * them several times; a smaller one has the mean of those that it stands for.
 */
export function sizeFilter(encoding: Pick<VideoEncoding, 'width' | 'height' | 'scale'>): string {
  const { scale = 1 } = encoding;
  const { width, height } = encodedSize(encoding);
  if (scale === 1) return `pad=${width}:${height}`;
  return `scale=${width}:${height}:flags=${scale > 1 ? 'neighbor' : 'area'}`;
}

/** Arguments that make ffmpeg encode NUT with 48 kHz sound on stdin to bare Opus packets of constant size on stdout. */
export function soundEncoderArguments(): string[] {
  return [
    ...QUIET,
    ...LIVE_INPUT,
    '-vn',
    '-map',
    '0:a',
    '-c:a',
    SOUND_ENCODER,
    '-application',
    'lowdelay',
    '-frame_duration',
    String(SOUND_PACKET_MS),
    '-b:a',
    String(SOUND_BITRATE_BPS),
    '-vbr',
    'off',
    '-f',
    'data',
    '-flush_packets',
    '1',
    'pipe:1',
  ];
}

function bitrateArguments({ bitrateBps, bufferMs = BUFFER_MS }: VideoEncoding): string[] {
  const rate = String(bitrateBps);
  return ['-b:v', rate, '-maxrate', rate, '-bufsize', String(Math.round((bitrateBps * bufferMs) / 1000))];
}

/** Of libvpx' keyframes the buffer is no limit: they have one of their own, in percent of what a frame has in the mean. */
function vp8Arguments({ bufferMs, framesPerSecond }: VideoEncoding): string[] {
  if (bufferMs === undefined) return VP8_ARGUMENTS;
  return ['-max-intra-rate', String(Math.round((bufferMs * framesPerSecond) / 10)), ...VP8_ARGUMENTS];
}

const VP8_ARGUMENTS = [
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-lag-in-frames',
  '0',
  '-auto-alt-ref',
  '0',
  '-f',
  'ivf',
];

function h264Arguments(framesPerSecond: number): string[] {
  return [
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-profile:v',
    'baseline',
    '-forced-idr',
    '1',
    // Without fps, x264 takes the time base for the frame rate and starves every frame of bits. Without the colours that
    // ffmpeg converts to, browsers guess others (BT.709), and green gets dark.
    '-x264-params',
    `fps=${Math.round(framesPerSecond * 1000)}/1000:scenecut=0:colorprim=smpte170m:transfer=smpte170m:colormatrix=smpte170m`,
    '-f',
    'flv',
  ];
}
