import type { NES, PictureUnit } from 'jsnes';

/**
 * The pixels of whole background tiles, which are nearly all that the picture unit draws, in half of jsnes’s time and
 * bit for bit the same: jsnes looks up two tables of 128 kB and decides twice for each pixel; here tables stay in the
 * processor's first cache, and a tile without sprites is drawn without a decision. See https://www.nesdev.org/wiki/PPU_rendering
 * for what is done when.
 */

const TILE_DOTS = 8;
/** Dot of a line at which the last tile begins, with whose end the picture unit goes down one row. */
const LAST_TILE_DOT = 249;
/** In this column and the ones before it background and sprites can be clipped. */
const LAST_CLIPPED_X = 7;
/** Of an entry of the line's sprites (jsnes, `_buildSpriteLine`). */
const SPRITE_COLOUR = 0x1f;
const SPRITE_BEHIND = 0x100;
const SPRITE_0 = 0x200;

/** The eight bits of a byte, highest first, each the lowest of one of a word's eight groups of four. */
const SPREAD = Int32Array.from({ length: 256 }, (_, byte) => {
  let word = 0;
  for (let bit = 7; bit >= 0; bit--) word = (word << 4) | ((byte >> bit) & 1);
  return word;
});

/** Has a console's picture unit draw whole tiles this way; to be called where it was made anew. */
export function drawTilesFast(nes: NES): void {
  const { ppu } = nes;
  const drawDots = ppu._renderBackgroundSpan.bind(ppu);
  const tiles = new BackgroundTiles(nes);
  ppu._renderBackgroundSpan = (line, from, to) => {
    const first = from + ((1 - from) & (TILE_DOTS - 1));
    const end = first + ((to - first) & -TILE_DOTS);
    if (end <= first || !tiles.canDraw) {
      drawDots(line, from, to);
      return;
    }
    if (first > from) drawDots(line, from, first);
    tiles.draw(line, first, end);
    if (to > end) drawDots(line, end, to);
  };
}

class BackgroundTiles {
  readonly #nes: NES;
  readonly #ppu: PictureUnit;
  /** By pattern bits and palette: a pattern of 0 is the backdrop in all palettes. */
  readonly #colours = new Uint32Array(16);
  #sprites = new Uint16Array(0);
  /** The same memory, by which four entries are looked at in one go. */
  #spriteWords = new Float64Array(0);

  constructor(nes: NES) {
    this.#nes = nes;
    this.#ppu = nes.ppu;
  }

  /** Whether the line's sprites are known beforehand, and the board leaves tiles as they are. */
  get canDraw(): boolean {
    const { sprLineValid, sprCount, spriteSkipGlitch } = this.#ppu;
    return (sprLineValid || (sprCount === 0 && !spriteSkipGlitch)) && !this.#nes.mmap.bgTileOverride;
  }

  /** Draws the tiles of the dots [from, to) of a line: `from` is the first of one, and `to` of another. */
  draw(line: number, from: number, to: number): void {
    const ppu = this.#ppu;
    const { vramMem: vram, vramMirrorTable: mirrors, buffer } = ppu;
    const { mmap } = this.#nes;
    const colours = this.#takeColours();
    const patterns = ppu.f_bgPatternTable << 12;
    const shift = TILE_DOTS - ppu.fineX;
    const visibleFrom = ppu.f_bgVisibility !== 1 ? 256 : ppu.f_bgClipping === 1 ? 0 : LAST_CLIPPED_X + 1;
    const withSprites = ppu.sprLineValid && this.#takeSprites();
    let low = ppu.bgShiftLo;
    let high = ppu.bgShiftHi;
    let paletteLow = ppu.attrShiftLo;
    let paletteHigh = ppu.attrShiftHi;
    let latchLow = ppu.attrLatchLo;
    let latchHigh = ppu.attrLatchHi;
    for (let dot = from; dot < to; dot += TILE_DOTS) {
      // The four fetches, which fill latches only: what is drawn now was fetched two tiles ago.
      const address = ppu.vramAddress;
      const name = vram[mirrors[0x2000 | (address & 0x0fff)]!]!;
      const attributes =
        vram[mirrors[0x23c0 | (address & 0x0c00) | ((address >> 4) & 0x38) | ((address >> 2) & 0x07)]!]!;
      const palette = (attributes >> (((address >> 4) & 4) | (address & 2))) & 3;
      const row = patterns | (name << 4) | (address >> 12);
      const nextLow = vram[row]!;
      const nextHigh = vram[row + 8]!;
      ppu.ntByte = name;
      ppu.atBits = palette;
      ppu.ptLo = nextLow;
      ppu.ptHi = nextHigh;
      mmap.latchAccess(row + 8);

      const x = dot - 1;
      const windowLow = (((paletteLow << 8) | (latchLow === 0 ? 0 : 0xff)) >> shift) & 0xff;
      const windowHigh = (((paletteHigh << 8) | (latchHigh === 0 ? 0 : 0xff)) >> shift) & 0xff;
      let pixels = (SPREAD[windowLow]! << 2) | (SPREAD[windowHigh]! << 3);
      if (x >= visibleFrom) pixels |= SPREAD[(low >> shift) & 0xff]! | (SPREAD[(high >> shift) & 0xff]! << 1);
      const target = (line << 8) | x;
      buffer[target] = colours[pixels >>> 28]!;
      buffer[target + 1] = colours[(pixels >>> 24) & 15]!;
      buffer[target + 2] = colours[(pixels >>> 20) & 15]!;
      buffer[target + 3] = colours[(pixels >>> 16) & 15]!;
      buffer[target + 4] = colours[(pixels >>> 12) & 15]!;
      buffer[target + 5] = colours[(pixels >>> 8) & 15]!;
      buffer[target + 6] = colours[(pixels >>> 4) & 15]!;
      buffer[target + 7] = colours[pixels & 15]!;
      if (withSprites && this.#hasSprites(x)) this.#drawSprites(target, x, pixels);

      low = ((low << 8) & 0xff00) | nextLow;
      high = ((high << 8) & 0xff00) | nextHigh;
      paletteLow = latchLow === 0 ? 0 : 0xff;
      paletteHigh = latchHigh === 0 ? 0 : 0xff;
      latchLow = palette & 1;
      latchHigh = palette >> 1;
      ppu._incCoarseX();
      if (dot === LAST_TILE_DOT) ppu._incY();
    }
    ppu.bgShiftLo = low;
    ppu.bgShiftHi = high;
    ppu.attrShiftLo = paletteLow;
    ppu.attrShiftHi = paletteHigh;
    ppu.attrLatchLo = latchLow;
    ppu.attrLatchHi = latchHigh;
  }

  #takeColours(): Uint32Array {
    const { palColors } = this.#ppu;
    const colours = this.#colours;
    for (let index = 0; index < 16; index++) colours[index] = palColors[(index & 3) === 0 ? 0 : index]!;
    return colours;
  }

  /** @returns whether any are shown. */
  #takeSprites(): boolean {
    const { sprLine, f_spVisibility } = this.#ppu;
    if (sprLine !== this.#sprites) {
      this.#sprites = sprLine;
      this.#spriteWords = new Float64Array(sprLine.buffer, sprLine.byteOffset, sprLine.length / 4);
    }
    return f_spVisibility === 1;
  }

  #hasSprites(x: number): boolean {
    const words = this.#spriteWords;
    // Entries have ten bits, so no four of them that aren't all zero are a zero of another sign, or no number.
    return words[x >> 2] !== 0 || words[(x >> 2) + 1] !== 0;
  }

  #drawSprites(target: number, left: number, pixels: number): void {
    const ppu = this.#ppu;
    const sprites = this.#sprites;
    const clipped = ppu.f_spClipping === 1 ? 0 : LAST_CLIPPED_X + 1;
    for (let k = 0; k < TILE_DOTS; k++) {
      const x = left + k;
      const sprite = sprites[x]!;
      if (sprite === 0 || x < clipped) continue;
      const isBackdrop = ((pixels >>> (28 - 4 * k)) & 3) === 0;
      if (!isBackdrop && (sprite & SPRITE_0) !== 0 && x !== 255) ppu.sprite0HitFlag = 1;
      if (isBackdrop || (sprite & SPRITE_BEHIND) === 0) {
        ppu.buffer[target + k] = ppu.palColors[sprite & SPRITE_COLOUR]!;
      }
    }
  }
}
