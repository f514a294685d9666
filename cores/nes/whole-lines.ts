import type { Mapper, NES, PictureUnit } from 'jsnes';

/**
 * The picture unit run by whole parts of a line, where jsnes goes by single dots: what lies between the lines, and the
 * search for the next line's sprites. Boards that count no lines don't make it stop at each one either, so that it runs
 * through the picture when the frame ends, or when the game looks. See https://www.nesdev.org/wiki/PPU_rendering
 */

const LINES = 240;
const PRE_RENDER_LINE = 261;
const VBLANK_LINE = 241;
const DOTS = 341;
const FIRST_SPRITE_DOT = 257;
/** The first of the dots in which the next line's first two tiles are fetched. */
const FIRST_TILE_DOT = 321;
const TILES_AHEAD = 2;
/** The last dot of the line before the first, which every other frame is without. */
const SKIPPED_DOT = 339;
const EMPTY = 0xff;

/** Has a console's picture unit run this way; to be called where it was made anew. */
export function runLinesWhole(nes: NES): void {
  const { ppu } = nes;
  const evaluate = ppu._evaluateSpan.bind(ppu);
  const schedule = ppu._scheduleNextEvent.bind(ppu);
  ppu._evaluateSpan = (line, from, to) => {
    if (from !== 1 || to !== FIRST_SPRITE_DOT) {
      evaluate(line, from, to);
      return;
    }
    ppu.secondaryOAM.fill(EMPTY);
    ppu._startEvaluation();
    ppu._evaluateWindow(line);
  };
  ppu._scheduleNextEvent = () => (countsLines(nes.mmap) ? schedule() : scheduleWithoutLines(ppu));
  ppu.catchUp = () => {
    while (ppu.dotsRun < ppu.dotTarget) ppu.dotsRun += run(ppu, nes.mmap, ppu.dotTarget - ppu.dotsRun);
  };
}

/**
 * Has the counts of dots begin at 0 again: after seven minutes they would be beyond what V8 keeps as whole numbers. To
 * be called between frames.
 */
export function restartDotCounts(ppu: PictureUnit): void {
  const { dotsRun } = ppu;
  ppu.dotTarget -= dotsRun;
  ppu.nextEventDot -= dotsRun;
  ppu.dotsRun = 0;
}

/** Runs up to so many dots. @returns how many. */
function run(ppu: PictureUnit, mmap: Mapper, owed: number): number {
  const { line, dot } = ppu;
  const isBlank = line >= LINES && line < PRE_RENDER_LINE;
  if (ppu.maskDelay === 0 && (isBlank ? line !== VBLANK_LINE || dot >= 2 : canRunWhole(ppu))) {
    if (isBlank) return skip(ppu, owed);
    if (dot >= FIRST_SPRITE_DOT && dot < FIRST_TILE_DOT) {
      const end = Math.min(dot + owed, FIRST_TILE_DOT);
      ppu._spriteFetchSpan(line, dot, end, line === PRE_RENDER_LINE);
      ppu.dot = end;
      return end - dot;
    }
    if (line < LINES) {
      if (dot === 0) {
        // Nothing is done.
        ppu.dot = 1;
        return 1;
      }
      if (dot < FIRST_SPRITE_DOT) {
        const end = Math.min(dot + owed, FIRST_SPRITE_DOT);
        ppu._renderSpan(line, dot, end);
        ppu.dot = end;
        return end - dot;
      }
      if (dot === FIRST_TILE_DOT && owed >= DOTS - dot && isPlain(mmap)) {
        finishLine(ppu, mmap);
        return DOTS - dot;
      }
    }
  }
  ppu._tick();
  return 1;
}

function canRunWhole({ renderingOn, oamCorruptPending }: PictureUnit): boolean {
  return renderingOn && !oamCorruptPending;
}

/** Lets dots pass in which nothing is drawn, up to the end of the line. */
function skip(ppu: PictureUnit, owed: number): number {
  const left = DOTS - ppu.dot;
  if (owed < left) {
    ppu.dot += owed;
    return owed;
  }
  ppu._nextLine();
  return left;
}

/** Whether a board leaves the last dots of a line as they are. */
function isPlain({ irqClockDot, bgTileOverride }: Mapper): boolean {
  return irqClockDot < FIRST_TILE_DOT && !bgTileOverride;
}

/** Fetches the next line's first two tiles, and begins its sprites. */
function finishLine(ppu: PictureUnit, mmap: Mapper): void {
  mmap.onBgRender();
  for (let tile = 0; tile < TILES_AHEAD; tile++) fetchTile(ppu, mmap);
  // Two fetches that nothing comes of but what they leave behind.
  ppu.ntByte = ppu.vramMem[ppu.vramMirrorTable[0x2000 | (ppu.vramAddress & 0x0fff)]!]!;
  ppu.sprX.set(ppu.sprLatchX);
  ppu.sprCount = ppu.sprFetchCount;
  ppu._buildSpriteLine(ppu.line + 1);
  ppu._nextLine();
}

/** The eight dots of a tile that is fetched without drawing one. */
function fetchTile(ppu: PictureUnit, mmap: Mapper): void {
  const { vramMem: vram, vramMirrorTable: mirrors, vramAddress: address } = ppu;
  const name = vram[mirrors[0x2000 | (address & 0x0fff)]!]!;
  const attributes =
    vram[mirrors[0x23c0 | (address & 0x0c00) | ((address >> 4) & 0x38) | ((address >> 2) & 0x07)]!]!;
  const palette = (attributes >> (((address >> 4) & 4) | (address & 2))) & 3;
  const row = (ppu.f_bgPatternTable << 12) | (name << 4) | (address >> 12);
  ppu.ntByte = name;
  ppu.atBits = palette;
  ppu.ptLo = vram[row]!;
  ppu.ptHi = vram[row + 8]!;
  mmap.latchAccess(row + 8);
  ppu.bgShiftLo = ((ppu.bgShiftLo << 8) & 0xff00) | ppu.ptLo;
  ppu.bgShiftHi = ((ppu.bgShiftHi << 8) & 0xff00) | ppu.ptHi;
  ppu.attrShiftLo = ppu.attrLatchLo === 0 ? 0 : 0xff;
  ppu.attrShiftHi = ppu.attrLatchHi === 0 ? 0 : 0xff;
  ppu.attrLatchLo = palette & 1;
  ppu.attrLatchHi = palette >> 1;
  ppu._incCoarseX();
}

/** Whether a board counts the lines of the picture, to interrupt the game at one of them. */
function countsLines(mmap: Mapper): boolean {
  return mmap.clockIrqCounter !== plainBoardOf(mmap).clockIrqCounter;
}

/** What all boards are made from, and which counts nothing. */
function plainBoardOf(mmap: Mapper): Mapper {
  let board: Mapper = mmap;
  for (;;) {
    const parent = Object.getPrototypeOf(board) as Mapper;
    if (Object.getPrototypeOf(parent) === null) return board;
    board = parent;
  }
}

/** As jsnes does, but for the lines: when what is next that the processor notices by itself. */
function scheduleWithoutLines(ppu: PictureUnit): void {
  const dots = Math.min(
    ppu._dotsUntil(VBLANK_LINE, 1),
    ppu._dotsUntil(PRE_RENDER_LINE, 1),
    ppu._dotsUntil(PRE_RENDER_LINE, SKIPPED_DOT),
    ppu.maskDelay === 0 ? Number.POSITIVE_INFINITY : ppu.maskDelay - 1,
  );
  ppu.nextEventDot = ppu.dotsRun + dots;
}
