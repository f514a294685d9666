import type { Browser, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startHost } from '../host-process.js';
import { launchChromium, sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

/** A name that is not `localhost`: over http it is no secure context. */
const PLAIN_NAME = 'console.test';
const PLAIN_HTTP = [`--host-resolver-rules=MAP ${PLAIN_NAME} 127.0.0.1`];
/** How long (ms) the picture may stand still on a machine that does a lot besides. */
const LONGEST_STANDSTILL = 1_500;

describe('the way of the picture', () => {
  test.each(['vp8', 'h264'])(
    'is the channel of frames where the page can have it, with %s',
    async (codec) => {
      const host = await startHost(['--codec', codec]);
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
      await player.waitForState('live');
      await waitForTransport(player, 'frames');
      const numbers = await player.frameNumbers(30);
      expect(numbers).not.toContain(undefined);
      expect(numbers).toEqual([...numbers].sort((a, b) => a! - b!));
      await player.page.keyboard.down('KeyX');
      await player.waitForLit(1);
      await player.page.keyboard.up('KeyX');
      await player.waitForLit();
      await player.page.keyboard.press('KeyI');
      await player.page.getByText('Frames, direct').waitFor();
      await player.page.getByText('256 × 240').waitFor();
    },
  );

  test('is the tracks while nobody sees the page, and the channel again afterwards', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await waitForTransport(player, 'frames');
    await setHidden(player, true);
    await waitForTransport(player, 'rtp');
    await setHidden(player, false);
    await waitForTransport(player, 'frames');
    expect(await player.frameNumbers(10)).not.toContain(undefined);
  });

  test('is the tracks when the decoder fails, without the picture standing still for long, and then the channel again', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await waitForTransport(player, 'frames');
    await player.frameNumbers(10);
    const standstill = longestStandstill(player);
    await worker(player).evaluate(feedGarbage);
    await waitForTransport(player, 'rtp');
    await waitForTransport(player, 'frames');
    await player.page.evaluate(() => document.body.setAttribute('data-seen', 'enough'));
    expect(await standstill).toBeLessThan(LONGEST_STANDSTILL);
  });

  test.each(['vp8', 'h264'])(
    'changes nothing about the place and the colours of the picture, with %s',
    async (codec) => {
      const host = await startHost(['--codec', codec]);
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
      await waitForTransport(player, 'frames');
      const boxes = await player.page.evaluate(() =>
        ['#video', '#canvas', '#picture'].map((layer) => {
          const { x, y, width, height } = document.querySelector(layer)!.getBoundingClientRect();
          return { x, y, width, height };
        }),
      );
      expect(boxes[1]).toEqual(boxes[0]);
      expect(boxes[2]).toEqual(boxes[0]);
      const [ofFrames, before] = [await greenest(player), await player.frameNumbers(1)];
      await setHidden(player, true);
      await waitForTransport(player, 'rtp');
      expect((await player.frameNumbers(1))[0]).toBeGreaterThanOrEqual(before[0]!);
      const ofTracks = await greenest(player);
      expectAlike(ofFrames, ofTracks);
    },
  );
});

describe('a page over plain http, from which browsers keep their decoders back', () => {
  const plain = plainHttpChromium();

  test.each(['vp8', 'h264'])('decodes the channel of frames by itself, with %s', async (codec) => {
    const host = await startHost(['--codec', codec]);
    const player = await PlayerPage.open(plain.browser, plainLink(host));
    await player.waitForState('live');
    expect(await player.page.evaluate(() => isSecureContext || 'VideoDecoder' in window)).toBe(false);
    await waitForTransport(player, 'frames');
    const numbers = await player.frameNumbers(30);
    expect(numbers).not.toContain(undefined);
    expect(numbers).toEqual([...numbers].sort((a, b) => a! - b!));
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    await player.page.keyboard.up('KeyX');
    await player.waitForLit();
    const ofFrames = await greenest(player);
    await setHidden(player, true);
    await waitForTransport(player, 'rtp');
    await player.frameNumbers(1);
    expectAlike(ofFrames, await greenest(player));
  });

  test('converts the colours by itself where the browser has no WebGL', async () => {
    const browser = await launchChromium([...PLAIN_HTTP, '--disable-software-rasterizer']);
    onTestFinished(() => browser.close());
    const host = await startHost();
    const player = await PlayerPage.open(browser, plainLink(host));
    await waitForTransport(player, 'frames');
    await worker(player).evaluate(pixelsWereDrawn);
    expect(await player.frameNumbers(30)).not.toContain(undefined);
    const ofFrames = await greenest(player);
    await setHidden(player, true);
    await waitForTransport(player, 'rtp');
    await player.frameNumbers(1);
    expectAlike(ofFrames, await greenest(player));
  });

  test.each(['vp8', 'h264'])(
    'goes back to the tracks when a frame is nonsense, and decodes again afterwards, with %s',
    async (codec) => {
      const host = await startHost(['--codec', codec]);
      const player = await PlayerPage.open(plain.browser, plainLink(host));
      await waitForTransport(player, 'frames');
      await player.frameNumbers(10);
      await worker(player).evaluate(receiveGarbage);
      await waitForTransport(player, 'rtp');
      expect(await player.frameNumbers(10)).not.toContain(undefined);
      await waitForTransport(player, 'frames');
      expect(await player.frameNumbers(10)).not.toContain(undefined);
    },
  );

  test('goes back to the tracks where the machine is too slow for it', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(plain.browser, plainLink(host));
    await waitForTransport(player, 'frames');
    await worker(player).evaluate(drawSlowly);
    await waitForTransport(player, 'rtp');
    expect(await player.frameNumbers(10)).not.toContain(undefined);
  });

  test('goes back to the tracks when a frame keeps the decoder for ever', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(plain.browser, plainLink(host));
    await waitForTransport(player, 'frames');
    const ended = worker(player).waitForEvent('close');
    await worker(player).evaluate(hang);
    await waitForTransport(player, 'rtp');
    expect(await player.frameNumbers(10)).not.toContain(undefined);
    await ended;
  });
});

describe('the hook for those who measure', () => {
  test('follows inputs into the frames that show them, and each frame to the display', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await waitForTransport(player, 'frames');
    await player.page.evaluate(() => {
      const target = window as unknown as { cloudgameTrace: (record: unknown) => void; records: unknown[] };
      target.records = [];
      target.cloudgameTrace = (record) => target.records.push(record);
    });
    await player.page.keyboard.down('KeyX');
    await player.page.waitForFunction(() => {
      const { records } = window as unknown as { records: readonly AnyRecord[] };
      const input = records.find(({ kind }) => kind === 'input');
      const shown = records.find(
        ({ kind, header, displayTime }) =>
          kind === 'frame' && displayTime && header!.inputs[0]!.sequence >= input!.sequence!,
      );
      const clock = records.find(({ kind }) => kind === 'clock');
      return input && shown && clock;
    });
    const frames = await player.page.evaluate(() => {
      const { records } = window as unknown as { records: readonly AnyRecord[] };
      return records.filter(({ kind }) => kind === 'frame');
    });
    for (const { receivedTime, decodedTime, drawnTime, displayTime } of frames) {
      expect(decodedTime).toBeGreaterThanOrEqual(receivedTime!);
      expect(drawnTime).toBeGreaterThanOrEqual(decodedTime!);
      if (displayTime) expect(displayTime).toBeGreaterThanOrEqual(drawnTime!);
    }
  });
});

interface AnyRecord {
  readonly kind: string;
  readonly sequence?: number;
  readonly header?: { readonly inputs: readonly { readonly sequence: number }[] };
  readonly receivedTime?: number;
  readonly decodedTime?: number;
  readonly drawnTime?: number;
  readonly displayTime?: number | null;
}

function plainHttpChromium(): { readonly browser: Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium(PLAIN_HTTP);
  });
  afterAll(() => browser?.close());
  return {
    get browser() {
      return browser!;
    },
  };
}

function plainLink(host: Awaited<ReturnType<typeof startHost>>): string {
  const link = new URL(host.ready.links.own);
  link.hostname = PLAIN_NAME;
  return link.href;
}

async function waitForTransport({ page }: PlayerPage, kind: 'rtp' | 'frames'): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('#picture')?.dataset.transport === wanted,
    kind,
  );
}

/** Headless pages are always seen: the page is told otherwise. */
async function setHidden({ page }: PlayerPage, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

/** The picture's greenest colour, 0 to 255 each: green tells most of how colours were converted. */
function greenest({ page }: PlayerPage): Promise<number[]> {
  return page.evaluate(() => {
    const layer = document.querySelector<HTMLCanvasElement & HTMLVideoElement>(
      window.probes.transport() === 'frames' ? '#canvas' : '#video',
    )!;
    const copy = new OffscreenCanvas(layer.videoWidth ?? layer.width, layer.videoHeight ?? layer.height);
    const context = copy.getContext('2d')!;
    context.drawImage(layer, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let best = [0, 0, 0];
    const purity = ([red, green, blue]: readonly number[]) => green! - red! - blue!;
    for (let at = 0; at < data.length; at += 4) {
      const colour = Array.from(data.subarray(at, at + 3));
      if (purity(colour) > purity(best)) best = colour;
    }
    return best;
  });
}

function worker({ page }: PlayerPage): Worker {
  return page.workers()[0]!;
}

/** Runs in the worker: one frame is replaced by nonsense, which ends a decoder. */
function feedGarbage(): void {
  const { decode } = VideoDecoder.prototype;
  VideoDecoder.prototype.decode = function (chunk) {
    VideoDecoder.prototype.decode = decode;
    const data = new Uint8Array(500).fill(7);
    decode.call(this, new EncodedVideoChunk({ type: chunk.type, timestamp: chunk.timestamp, data }));
  };
}

/** Runs in the worker: the picture of the next message is nonsense, behind a header that is none. */
function receiveGarbage(): void {
  const HEADER_BYTES = 28;
  const BYTES_PER_SEAT = 8;
  const { getFloat64 } = DataView.prototype;
  // Nothing but the headers of messages has such a number in it, however the message came.
  DataView.prototype.getFloat64 = function (...args) {
    DataView.prototype.getFloat64 = getFloat64;
    const bytes = new Uint8Array(this.buffer, this.byteOffset, this.byteLength);
    bytes.fill(0xff, HEADER_BYTES + BYTES_PER_SEAT * bytes[2]!);
    return getFloat64.apply(this, args);
  };
}

/** Runs in the worker: each picture takes longer than the time until the next one. */
function drawSlowly(): void {
  const slow = (prototype: Record<string, (...args: unknown[]) => unknown>, name: string) => {
    const draw = prototype[name]!;
    prototype[name] = function (...args) {
      const end = performance.now() + 30;
      while (performance.now() < end);
      return Reflect.apply(draw, this, args);
    };
  };
  slow(WebGLRenderingContext.prototype as never, 'drawArrays');
  slow(OffscreenCanvasRenderingContext2D.prototype as never, 'putImageData');
}

/** Runs in the worker: the next message is never done with. */
function hang(): void {
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get() {
      for (;;);
    },
  });
}

/** Runs in the worker: resolves when a picture was drawn pixel by pixel. */
function pixelsWereDrawn(): Promise<void> {
  const { prototype } = OffscreenCanvasRenderingContext2D;
  const { putImageData } = prototype;
  return new Promise((resolve) => {
    prototype.putImageData = function (...args: unknown[]) {
      prototype.putImageData = putImageData;
      Reflect.apply(putImageData, this, args);
      resolve();
    };
  });
}

function expectAlike(ofFrames: readonly number[], ofTracks: readonly number[]): void {
  for (const channel of [0, 1, 2]) {
    expect(Math.abs(ofFrames[channel]! - ofTracks[channel]!)).toBeLessThan(8);
  }
}

/** The longest time (ms) for which one picture was seen, until the page's body is marked. */
function longestStandstill({ page }: PlayerPage): Promise<number> {
  return page.evaluate(async () => {
    let longest = 0;
    let before = performance.now();
    while (!document.body.hasAttribute('data-seen')) {
      await window.probes.nextFrameNumber();
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  });
}
