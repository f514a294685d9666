import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { CoreProcess } from '../../core-process.js';
import { debianCore } from '../libretro/cores.js';

export const HOMEBREW = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms', 'homebrew');
export const A = 1 << 8;
/** Steps after which each of the games shows its screen. */
export const WARM_UP = 60;

/** One of Debian's cores, and the project's own game for it. */
export interface RealCore {
  /** As the file of the core is named. */
  readonly core: string;
  readonly image: string;
  readonly hello: { readonly name: string; readonly version: RegExp; readonly players: number };
  readonly format: Partial<MediaFormat>;
  /** Size of the picture that comes, which may be another than the announced one. */
  readonly picture: readonly [width: number, height: number];
  /** Colours of most of the screen, 0xRRGGBB: with nothing held, and with A held. */
  readonly colours: readonly [idle: number, held: number];
  readonly hasTone: boolean;
  /** Whether the core's states have all that its sound is made of: no filter or resampler that stays outside. */
  readonly soundInStates: boolean;
  /** Bytes of save RAM, and whether the game counts there for how many frames A was held. */
  readonly saveRam: { readonly bytes: number; readonly counts: boolean };
  /** By how much (share) the sound that comes is less than what the core itself announces. */
  readonly missingSound?: number;
}

export const REAL_CORES: readonly RealCore[] = [
  {
    core: 'nestopia',
    image: 'nes.nes',
    hello: { name: 'nestopia', version: /^1\./, players: 4 },
    // Its own word, where the console makes 60.0988.
    format: { pixelFormat: 'i420', width: 256, height: 224, framesPerSecond: 60, sampleRate: 48_000 },
    picture: [256, 224],
    colours: [0x153cfe, 0xfe9308],
    hasTone: true,
    soundInStates: true,
    saveRam: { bytes: 8192, counts: true },
  },
  {
    core: 'gambatte',
    image: 'game-boy.gb',
    hello: { name: 'gambatte', version: /^v0\./, players: 1 },
    // 4,194,304 Hz by 70,224 clocks a frame (Pan Docs, "Rendering"), by 128 clocks a sample.
    format: {
      pixelFormat: 'i420',
      width: 160,
      height: 144,
      framesPerSecond: 4_194_304 / 70_224,
      sampleRate: 32_768,
    },
    picture: [160, 144],
    colours: [0x000000, 0xfffbff],
    hasTone: true,
    soundInStates: false,
    saveRam: { bytes: 8192, counts: true },
  },
  {
    core: 'mgba',
    image: 'gba.gba',
    hello: { name: 'mgba', version: /^0\./, players: 1 },
    // 16,777,216 Hz by 280,896 clocks a frame (GBATEK, "LCD Dimensions and Timings"), in the core's single precision.
    format: {
      pixelFormat: 'i420',
      width: 240,
      height: 160,
      framesPerSecond: Math.fround(16_777_216 / 280_896),
      sampleRate: 32_768,
    },
    picture: [240, 160],
    colours: [0x004aff, 0xff7900],
    hasTone: true,
    soundInStates: false,
    saveRam: { bytes: 32_768, counts: true },
  },
  {
    core: 'bsnes_mercury_performance',
    image: 'snes.sfc',
    hello: { name: 'bsnes-mercury', version: /Performance/, players: 2 },
    // 21,477,272 Hz by 1364 clocks a line and 262 lines, less two of the clocks.
    format: {
      pixelFormat: 'i420',
      width: 256,
      height: 224,
      framesPerSecond: 21_477_272 / (1364 * 262 - 2),
      sampleRate: 32_040.5,
    },
    picture: [256, 224],
    colours: [0x004aff, 0xff7b00],
    hasTone: false,
    soundInStates: true,
    saveRam: { bytes: 2048, counts: true },
  },
  {
    core: 'mednafen_pce_fast',
    image: 'pc-engine.pce',
    hello: { name: 'mednafen pce fast', version: /^v0\./, players: 2 },
    // Until the first picture comes, whose rows are odd.
    format: { pixelFormat: 'i420', width: 288, height: 232, framesPerSecond: 59.82, sampleRate: 44_100 },
    picture: [256, 239],
    colours: [0x2124ff, 0xff9200],
    hasTone: true,
    soundInStates: false,
    // That of the CD drive, which no HuCard minds.
    saveRam: { bytes: 2048, counts: false },
    missingSound: 0.0039,
  },
];

export function startRealCore({ core, image }: RealCore): CoreProcess {
  return CoreProcess.start('libretro', [debianCore(core), join(HOMEBREW, image)]);
}

/** The bytes of an image, to be changed. */
export function readImage(image: string): Buffer {
  return readFileSync(join(HOMEBREW, image));
}
