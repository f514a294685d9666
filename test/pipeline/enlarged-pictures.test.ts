import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { CoreProcess } from '../../src/pipeline/core/core-process.js';
import type { CoreProgram } from '../../src/pipeline/core/core-program.js';
import { holding } from '../core-process.js';
import { builtIn } from './core/core-program-of.js';
import { playPipeline } from './played-pipeline.js';
import { decode } from './video/decode.js';

const NES = builtIn('nes');
const DEMO: CoreProgram = {
  ...NES,
  args: [...NES.args, join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes')],
};
const [WIDTH, HEIGHT] = [256, 240];

/** What the core draws in a step, as bytes B G R X. */
async function drawnIn(step: number): Promise<Buffer> {
  const core = await CoreProcess.start({ ...DEMO, wantsRgb: true }, { onFormat: () => {} });
  try {
    let pixels = Buffer.alloc(0);
    for (let number = 1; number <= step; number++) {
      const frame = await core.step({
        number,
        players: [holding(0)],
        pictureNeeded: true,
        soundNeeded: true,
      });
      if (frame.pixels.length > 0) pixels = Buffer.from(frame.pixels);
    }
    return pixels;
  } finally {
    await core.close();
  }
}

test('the bundled NES core draws in RGB where its pictures are sent larger, and each pixel is sent as four', async () => {
  const { pipeline, viewer } = await playPipeline({
    core: { ...DEMO, wantsRgb: true },
    scale: 2,
    bitrateBps: 4_000_000,
  });
  expect(pipeline.format.pixelFormat).toBe('xrgb8888');
  expect(pipeline.renditions.statistics()[0]).toMatchObject({ width: 2 * WIDTH, height: 2 * HEIGHT });
  const frames = viewer.frames.slice(0, 10);
  const [sent, drawn] = await Promise.all([
    decode(frames, 2 * WIDTH, 2 * HEIGHT),
    drawnIn(frames.at(-1)!.stamp.number),
  ]);
  let difference = 0;
  for (let y = 0; y < 2 * HEIGHT; y++) {
    for (let x = 0; x < 2 * WIDTH; x++) {
      for (const channel of [0, 1, 2]) {
        const original = drawn[((y >> 1) * WIDTH + (x >> 1)) * 4 + channel]!;
        difference += Math.abs(sent.at(-1)![(y * 2 * WIDTH + x) * 4 + channel]! - original);
      }
    }
  }
  expect(difference / (12 * WIDTH * HEIGHT)).toBeLessThan(3);
});

test('a core that draws I420 all the same has its pictures sent as they are', async () => {
  const { pipeline } = await playPipeline({ core: DEMO, scale: 2 });
  expect(pipeline.format.pixelFormat).toBe('i420');
  expect(pipeline.renditions.statistics()[0]).toMatchObject({ width: WIDTH, height: HEIGHT });
});
