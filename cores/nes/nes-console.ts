import { NES } from 'jsnes';
import { I420Painter, type RgbPicture } from '../i420/i420-painter.js';
import { CoreError } from '../protocol/core-error.js';
import { pictureBytes, rowBytes } from '../protocol/format.js';
import type { PlayerInput } from '../protocol/host-message.js';
import { drawTilesFast } from './background-tiles.js';
import { Cheats } from './cheats/cheats.js';
import { decodeConsoleState, encodeConsoleState, hashOfGame } from './console-state.js';
import { pressButtons } from './controls.js';
import { IdleLoops } from './idle-loops.js';
import { NES_SAMPLE_RATE, renewColours, tunePicture, tuneSound } from './jsnes-settings.js';
import { type JsnesState, readState, restoreState } from './jsnes-state.js';
import { LateSound } from './late-sound.js';
import type { RomHeader } from './rom-header.js';
import { restartDotCounts, runLinesWhole } from './whole-lines.js';

/** Pixels. */
export const NES_WIDTH = 256;
export const NES_HEIGHT = 240;

/** More than the longest frame can make. */
const SOUND_BUFFER_SAMPLES = 4096;
/** How jsnes draws, and how its pictures are handed on. */
const DRAWN_FORMAT = 'xrgb8888';
export type NesPixelFormat = typeof DRAWN_FORMAT | 'i420';
const SAVE_RAM_START = 0x6000;
const SAVE_RAM_END = 0x8000;
const MAPPER_MMC5 = 5;

/** An NES with a cartridge in it: one step is one frame. */
export class NesConsole {
  readonly #nes: NES;
  readonly #rom: Uint8Array;
  readonly #header: RomHeader;
  readonly #gameHash: Buffer;
  readonly #cheats: Cheats;
  readonly #sound = new Int16Array(SOUND_BUFFER_SAMPLES);
  #soundLength = 0;
  #lateSound!: LateSound;
  #idleLoops!: IdleLoops;
  #pictureNeeded = true;
  readonly #painter = new I420Painter();
  readonly #pixelFormat: NesPixelFormat;
  #picture: Uint8Array;

  /** @param rom - a game whose header was checked. */
  constructor(rom: Uint8Array, header: RomHeader, pixelFormat: NesPixelFormat = 'i420') {
    this.#pixelFormat = pixelFormat;
    this.#picture = new Uint8Array(pictureBytes(pixelFormat, rowBytes(pixelFormat, NES_WIDTH), NES_HEIGHT));
    this.#rom = rom;
    this.#header = header;
    this.#gameHash = hashOfGame(rom);
    this.#nes = new NES({
      sampleRate: NES_SAMPLE_RATE,
      onFrame: (pixels) => {
        if (this.#pictureNeeded) this.#draw(pixels);
      },
      onAudioSample: (sample) => this.#takeSample(sample),
    });
    this.#cheats = new Cheats(this.#nes);
    this.#insertCartridge();
  }

  /** Runs one frame, and draws it where it is needed; throws a `CoreError` where the game crashes. */
  step(players: readonly PlayerInput[], pictureNeeded = true): void {
    this.#pictureNeeded = pictureNeeded;
    pressButtons(this.#nes, players);
    this.#cheats.apply();
    this.#soundLength = 0;
    restartDotCounts(this.#nes.ppu);
    this.#idleLoops.forget();
    try {
      this.#nes.frame();
      this.#lateSound.finishFrame();
    } catch (error) {
      throw new CoreError(
        `The game crashed: ${reasonOf(error)}.`,
        'Load an earlier state. If it happens again, get another copy of the game, or try another core.',
        { cause: error },
      );
    }
  }

  /** The newest frame that was drawn, without padding; changes with the next one. */
  get picture(): Uint8Array {
    return this.#picture;
  }

  /** The newest frame's samples; valid until the next step. */
  get sound(): Int16Array {
    return this.#sound.subarray(0, this.#soundLength);
  }

  /** Off and on again; what a battery keeps stays. */
  powerCycle(): void {
    const saveRam = this.#header.battery ? Uint8Array.from(this.saveRam) : undefined;
    this.#insertCartridge();
    if (saveRam) this.saveRam.set(saveRam);
  }

  /** Sets these codes and no others; throws, worded, where one is none, and leaves them as they were. */
  setCheats(codes: readonly string[]): void {
    this.#cheats.set(codes);
  }

  saveState(): Buffer {
    return encodeConsoleState(readState(this.#nes), this.#gameHash);
  }

  /** Throws, worded, and goes on as before where the bytes are no state of this game. */
  loadState(bytes: Uint8Array): void {
    const now = readState(this.#nes);
    const state = decodeConsoleState(bytes, this.#gameHash, now);
    const before = structuredClone(now);
    try {
      this.#restore(state);
    } catch (error) {
      this.#restore(before);
      throw new Error('The state can’t be loaded.', { cause: error });
    }
  }

  /** The memory that the cartridge's battery keeps, as a view. */
  get saveRam(): Uint8Array {
    // MMC5 has RAM of its own in banks; all other boards show theirs to the CPU.
    if (this.#header.mapper === MAPPER_MMC5) return this.#nes.mmap.prgRam!;
    return this.#nes.cpu.mem.subarray(SAVE_RAM_START, SAVE_RAM_END);
  }

  #insertCartridge(): void {
    this.#nes.loadROM(this.#rom);
    tunePicture(this.#nes.ppu);
    drawTilesFast(this.#nes);
    runLinesWhole(this.#nes);
    tuneSound(this.#nes.papu);
    this.#lateSound = new LateSound(this.#nes);
    this.#idleLoops = new IdleLoops(this.#nes);
    this.#cheats.install();
  }

  #restore(state: JsnesState): void {
    restoreState(this.#nes, state);
    renewColours(this.#nes.ppu);
    // jsnes leaves this out, and would read the program through the mapper, at a third of the speed.
    this.#nes.cpu._updatePrgReadPath();
  }

  #draw(pixels: Uint32Array): void {
    const drawn: RgbPicture = {
      pixelFormat: DRAWN_FORMAT,
      width: NES_WIDTH,
      height: NES_HEIGHT,
      pitch: rowBytes(DRAWN_FORMAT, NES_WIDTH),
      bytes: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
    };
    if (this.#pixelFormat === 'i420') this.#picture = this.#painter.draw(drawn);
    else this.#picture.set(drawn.bytes);
  }

  #takeSample(sample: number): void {
    if (this.#soundLength === SOUND_BUFFER_SAMPLES) return;
    this.#sound[this.#soundLength++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Game crashed, /, '');
}
