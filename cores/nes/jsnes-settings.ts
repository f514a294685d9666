import type { PictureUnit, SoundUnit } from 'jsnes';

/** 236.25 MHz / 11 is six times the colour subcarrier; the CPU runs at a twelfth of it. */
const CPU_HZ = 236_250_000 / 11 / 12;
/** A frame has 341 × 262 dots, three to a cycle, and every other one is a dot shorter. */
const CYCLES_PER_FRAME = (341 * 262 - 0.5) / 3;
/** 39375000/655171, about 60.0988. */
export const NES_FRAMES_PER_SECOND = CPU_HZ / CYCLES_PER_FRAME;
export const NES_SAMPLE_RATE = 48_000;
/** The length of a sample is counted in 1/1024 of a CPU cycle. */
const SAMPLE_TIMER_UNITS = 1024;
const VOICES = 5;

/** Has jsnes draw the whole picture, in XRGB8888. */
export function tunePicture(ppu: PictureUnit): void {
  // The whole picture; jsnes would black out what a television hides.
  ppu.clipToTvSize = false;
  const palette = ppu.palTable;
  palette.loadNTSCPalette();
  // jsnes's own palette has red in the lowest byte, where its colour emphasis looks for blue.
  palette.curTable = palette.curTable.map(
    (colour) => ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >>> 16),
  );
  palette.makeTables();
  renewColours(ppu);
}

/** Has the colours be those of the registers: they are no part of the state. */
export function renewColours(ppu: PictureUnit): void {
  ppu.palTable.currentEmph = -1;
  ppu.palTable.setEmphasis(ppu.f_color);
  ppu.updatePalettes();
}

/**
 * Sound as it leaves the console: one channel with everything in it at full level, where jsnes spreads the voices over two
 * by taste, and exactly 48,000 samples a second, where jsnes rounds the length of a sample to 1/1024 of a cycle.
 */
export function tuneSound(papu: SoundUnit): void {
  papu.setPanning(Array.from({ length: VOICES }, () => 256));
  papu.sampleTimerMax = (SAMPLE_TIMER_UNITS * CPU_HZ) / NES_SAMPLE_RATE;
  // Silence is where the sound begins; jsnes begins half a swing below it, which clicks.
  papu.prevSampleL = -papu.dcValue;
  papu.prevSampleR = -papu.dcValue;
}
