import { type Canvas, mix } from '../canvas/canvas.js';
import { textWidth } from '../canvas/font.js';
import {
  areaInPixels,
  FRAME_NUMBER_BLOCKS,
  frameNumberBits,
  PATCHES,
  UNITS_HIGH,
  UNITS_WIDE,
} from './layout.js';

const BLACK = 0x000000;
const WHITE = 0xffffff;
const GREY = 0x606060;
const SKY = 0x203050;
const BARS = [0xc0c0c0, 0xc0c000, 0x00c0c0, 0x00c000, 0xc000c0, 0xc00000, 0x0000c0, 0x202020];
const BARS_AREA = { x: 0, y: 160, width: UNITS_WIDE, height: 56 };
const COUNTER_TOP = 222;
const TITLE = 'CLOUDGAME TEST PATTERN';
/** Frames in which the bars and the runner pass the picture once. */
const LAP_FRAMES = 256;

/** Draws one frame of the pattern. */
export function drawPattern(canvas: Canvas, frameNumber: number, held: readonly boolean[]): void {
  canvas.clear(SKY);
  drawTitle(canvas);
  drawFrameNumber(canvas, frameNumber);
  drawPatches(canvas, held);
  drawBars(canvas, frameNumber);
  drawCounter(canvas, frameNumber);
}

function drawTitle(canvas: Canvas): void {
  canvas.text(
    TITLE,
    (canvas.width - textWidth(TITLE, 1)) >> 1,
    unitsDown(canvas, 4),
    1,
    mix(SKY, WHITE, 0.6),
  );
}

function drawFrameNumber(canvas: Canvas, frameNumber: number): void {
  const bits = frameNumberBits(frameNumber);
  for (const [index, block] of FRAME_NUMBER_BLOCKS.entries()) {
    const { x, y, width, height } = areaInPixels(block, canvas.width, canvas.height);
    canvas.rectangle(x, y, width, height, bits[index] ? WHITE : BLACK);
  }
}

function drawPatches(canvas: Canvas, held: readonly boolean[]): void {
  for (const [player, patch] of PATCHES.entries()) {
    const { x, y, width, height } = areaInPixels(patch, canvas.width, canvas.height);
    canvas.rectangle(x - 2, y - 2, width + 4, height + 4, GREY);
    canvas.rectangle(x, y, width, height, held[player] ? WHITE : BLACK);
    canvas.text(String(player + 1), x + 2, y + 2, 1, GREY);
  }
}

/** Colour bars that wander to the left, and a runner that goes the other way. */
function drawBars(canvas: Canvas, frameNumber: number): void {
  const area = areaInPixels(BARS_AREA, canvas.width, canvas.height);
  const shift = Math.floor(((frameNumber % LAP_FRAMES) * canvas.width) / LAP_FRAMES);
  for (const [index, colour] of BARS.entries()) {
    const left = Math.floor((index * canvas.width) / BARS.length) - shift;
    const right = Math.floor(((index + 1) * canvas.width) / BARS.length) - shift;
    canvas.rectangle(left, area.y, right - left, area.height, colour);
    canvas.rectangle(left + canvas.width, area.y, right - left, area.height, colour);
  }
  const side = Math.floor(area.height / 2);
  const runner = Math.floor(((frameNumber * 2) % LAP_FRAMES) * ((canvas.width - side) / LAP_FRAMES));
  canvas.rectangle(runner, area.y + (side >> 1), side, side, WHITE);
  canvas.rectangle(runner + 2, area.y + (side >> 1) + 2, side - 4, side - 4, BLACK);
}

function drawCounter(canvas: Canvas, frameNumber: number): void {
  const counter = String(frameNumber).padStart(8, '0');
  const scale = Math.max(1, Math.floor((unitsDown(canvas, UNITS_HIGH) - unitsDown(canvas, COUNTER_TOP)) / 8));
  canvas.text(
    counter,
    (canvas.width - textWidth(counter, scale)) >> 1,
    unitsDown(canvas, COUNTER_TOP),
    scale,
    WHITE,
  );
}

function unitsDown(canvas: Canvas, units: number): number {
  return Math.round((units * canvas.height) / UNITS_HIGH);
}
