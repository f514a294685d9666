import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { CloudgameError } from '../../errors.js';
import type { VideoCodec } from '../../protocol/control-message.js';

/** An ffmpeg that was found to run and to have the encoders that are needed. */
export interface FfmpegProgram {
  readonly path: string;
  /** As it names itself: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  /** Whether it takes `-fps_mode`; the older `-vsync` leaves with the newer versions. */
  readonly hasFpsMode: boolean;
  /** Codecs of pictures that it has an encoder for. */
  readonly codecs: readonly VideoCodec[];
}

/** ffmpeg's name of the encoder for each codec. */
export const VIDEO_ENCODERS: Record<VideoCodec, string> = { vp8: 'libvpx', h264: 'libx264' };
export const SOUND_ENCODER = 'libopus';
const VIDEO_CODECS = Object.keys(VIDEO_ENCODERS) as VideoCodec[];

const PROBE_TIMEOUT = 10_000;

/**
 * Finds an ffmpeg: the given one, else that of the npm package `ffmpeg-static`, the one on the PATH, or the build that
 * comes inside `@ffmpeg-installer`'s packages; the first that has the encoders.
 *
 * @param given - path or name from flag, environment or configuration; no other is tried then.
 * @throws CloudgameError `ffmpeg` where none will do; its message names each one that was tried, and why not.
 */
export async function findFfmpeg(codec: VideoCodec, given?: string): Promise<FfmpegProgram> {
  const candidates = given ? [given] : [packagedStatic(), 'ffmpeg', await packagedInstaller()];
  const tried: string[] = [];
  for (const path of candidates) {
    if (path === undefined) continue;
    const found = await probe(path, [VIDEO_ENCODERS[codec], SOUND_ENCODER]);
    if (typeof found !== 'string') return found;
    tried.push(`${path}: ${found}`);
  }
  throw new CloudgameError(
    'ffmpeg',
    `No ffmpeg that can encode ${codec.toUpperCase()} and Opus was found (${tried.join('; ') || 'none is installed'}).`,
    'Install ffmpeg (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or name one with --ffmpeg PATH.',
  );
}

/** Runs a candidate; returns why it won't do as a text. */
async function probe(path: string, encoders: readonly string[]): Promise<FfmpegProgram | string> {
  const result = await execa(path, ['-hide_banner', '-encoders'], {
    reject: false,
    stdin: 'ignore',
    timeout: PROBE_TIMEOUT,
    env: { AV_LOG_FORCE_NOCOLOR: '1' },
  });
  if (result.failed) return probeFailure(result);
  const has = (name: string) => new RegExp(`^ \\S+ ${name} `, 'm').test(result.stdout);
  const missing = encoders.filter((name) => !has(name));
  if (missing.length > 0) return `it was built without ${missing.join(' and ')}`;
  const codecs = VIDEO_CODECS.filter((codec) => has(VIDEO_ENCODERS[codec]));
  const banner = await execa(path, ['-version'], { reject: false, stdin: 'ignore', timeout: PROBE_TIMEOUT });
  return { path, ...readBanner(String(banner.stdout)), codecs };
}

function probeFailure(result: {
  code?: string | undefined;
  timedOut: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
}): string {
  if (result.code === 'ENOENT') return 'it is not there';
  if (result.code === 'EACCES') return 'it may not be executed';
  if (result.timedOut) return `it did not answer within ${PROBE_TIMEOUT / 1000} s`;
  return `it does not run (${result.signal ?? result.code ?? `exit code ${result.exitCode}`})`;
}

/** Reads the first lines of `ffmpeg -version`. */
export function readBanner(banner: string): Pick<FfmpegProgram, 'version' | 'hasFpsMode'> {
  const version = /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown';
  const numbers = /^n?(\d+)\.(\d+)/.exec(version);
  // -fps_mode came with 5.1 (July 2022); builds from git name no number but the year.
  const year = Number(/Copyright \(c\) \d+-(\d+)/.exec(banner)?.[1] ?? 0);
  const hasFpsMode = numbers ? Number(numbers[1]) * 100 + Number(numbers[2]) >= 501 : year >= 2023;
  return { version, hasFpsMode };
}

const require = createRequire(import.meta.url);

function packagedStatic(): string | undefined {
  try {
    return (require('ffmpeg-static') as string | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * The build inside `@ffmpeg-installer`. Its package makes it executable with an install script, which newer npm
 * versions don't run unasked: a copy is made executable where the package itself may not be changed.
 */
async function packagedInstaller(): Promise<string | undefined> {
  let path: string;
  try {
    path = (require('@ffmpeg-installer/ffmpeg') as { path: string }).path;
  } catch {
    return undefined;
  }
  try {
    await chmod(path, 0o755);
    return path;
  } catch {
    return copyExecutable(path);
  }
}

async function copyExecutable(path: string): Promise<string | undefined> {
  try {
    // A folder of the user's own: what lies in a shared one might be anybody's.
    const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cloudgame');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const copy = join(folder, `ffmpeg-${process.pid}`);
    await copyFile(path, copy);
    await chmod(copy, 0o700);
    const target = join(folder, 'ffmpeg');
    await rename(copy, target);
    return target;
  } catch {
    return undefined;
  }
}
