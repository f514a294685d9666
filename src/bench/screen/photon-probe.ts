/**
 * A process of its own that presses keys on an X screen and reads its pixels: the calls into Xlib block, and a lost X
 * server ends the process. It is asked over the IPC channel (probe-message.ts) and ends when that is closed.
 */
import { CloudgameError } from '../../errors.js';
import { findReaction } from './find-reaction.js';
import { DEFAULT_PLAN, isStill, measureKeyToPixel } from './key-to-pixel.js';
import { openPixelReader, type PixelReader } from './pixel-reader.js';
import type { ProbeReply, ProbeRequest, ProbeTask, ProbeTasks } from './probe-message.js';
import { XDisplay } from './x-display.js';

/** prctl(2): the kernel may make sleeps this much longer, ns; 50 µs by default. */
const PR_SET_TIMERSLACK = 29;
const TIMER_SLACK_NS = 1;

/** How long a pixel is watched before presses, to see that it doesn't change by itself, ms. */
const WATCH_MS = 400;

let display: XDisplay | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (request: ProbeRequest) => {
  answer(request).then(
    (answer) => reply({ answer }),
    (error: unknown) => reply({ failure: describe(error) }),
  );
});

async function answer(request: ProbeRequest): Promise<ProbeTasks[ProbeTask]['answer']> {
  display ??= new XDisplay();
  switch (request.task) {
    case 'click':
      display.click(request.given.x, request.given.y);
      return null;
    case 'find':
      return find(display, request.given);
    case 'measure':
      return measure(display, request.given);
  }
}

async function find(display: XDisplay, { key, timeoutMs }: ProbeTasks['find']['given']) {
  const { width, height } = display;
  const keycode = display.keycodeOf(key);
  return withReader(display, { x: 0, y: 0, width, height }, async (reader) => {
    const io = {
      width,
      height,
      setKey: (isDown: boolean) => display.setKey(keycode, isDown),
      readPixels: () => reader.readPixels(),
    };
    return (await findReaction(io, timeoutMs)) ?? null;
  });
}

async function measure(display: XDisplay, { key, pixel, presses }: ProbeTasks['measure']['given']) {
  const keycode = display.keycodeOf(key);
  display.x11.prctl(PR_SET_TIMERSLACK, TIMER_SLACK_NS);
  return withReader(display, { ...pixel, width: 1, height: 1 }, async (reader) => {
    const io = {
      setKey: (isDown: boolean) => display.setKey(keycode, isDown),
      readPixel: () => reader.readPixel(),
      pause: (durationMs: number) => display.x11.usleep(Math.round(durationMs * 1000)),
    };
    const still = await isStill(io, WATCH_MS);
    const plan = { ...DEFAULT_PLAN, presses: still ? presses : 0 };
    const samples = await measureKeyToPixel(io, plan, (pressed) => reply({ pressed }));
    return { ...samples, reads: reader.kind, isStill: still };
  });
}

async function withReader<Result>(
  display: XDisplay,
  rectangle: Parameters<typeof openPixelReader>[1],
  use: (reader: PixelReader) => Promise<Result>,
): Promise<Result> {
  const reader = openPixelReader(display, rectangle);
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}

function reply(message: ProbeReply): void {
  process.send?.(message);
}

function describe(error: unknown) {
  if (error instanceof CloudgameError) return { message: error.message, hint: error.hint, kind: error.kind };
  return { message: error instanceof Error ? error.message : String(error) };
}
