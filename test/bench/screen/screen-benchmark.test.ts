import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutsideOptions } from '../../../src/bench/screen/outside-options.js';
import { outsideResult } from '../../../src/bench/screen/outside-result.js';
import { measureFromOutside } from '../../../src/bench/screen/screen-benchmark.js';

/** A square that is white while a key is held, after the delay that the address names (ms); beside it one that blinks. */
const PAGE = `<!doctype html>
<body style="margin: 0; background: black">
  <div id="answer" style="position: absolute; left: 40px; top: 30px; width: 80px; height: 80px"></div>
  <div id="blink" style="position: absolute; left: 200px; top: 30px; width: 120px; height: 120px"></div>
  <script>
    const delay = Number(new URLSearchParams(location.search).get('delay'));
    const paint = (colour) => (event) => {
      if (event.code !== 'KeyX') return;
      if (delay > 0) setTimeout(() => (answer.style.background = colour), delay);
      else answer.style.background = colour;
    };
    addEventListener('keydown', paint('white'));
    addEventListener('keyup', paint('black'));
    let lit = false;
    setInterval(() => (blink.style.background = (lit = !lit) ? 'white' : 'black'), 130);
  </script>`;

const browser = { kind: 'chromium', path: process.env.CHROMIUM_PATH ?? 'chromium' } as const;
const screen = { width: 400, height: 300 };
const PIXEL = { x: 80, y: 70 };

async function servePage(): Promise<string> {
  const server = createServer(
    (_, response) => void response.setHeader('content-type', 'text/html').end(PAGE),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`;
}

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('measures 50 ms more where the page takes 50 ms longer', async () => {
    const url = await servePage();
    const measure = (delay: number) =>
      measureFromOutside({ browser, screen, url: `${url}?delay=${delay}#secret`, pixel: PIXEL, presses: 25 });
    const [direct, delayed] = [await measure(0), await measure(50)];
    expect(delayed.keyToPixelMs.p50 - direct.keyToPixelMs.p50).toBeGreaterThan(42);
    expect(delayed.keyToPixelMs.p50 - direct.keyToPixelMs.p50).toBeLessThan(58);
    expect(v.parse(outsideResult, direct)).toMatchObject({
      page: url,
      browser: { kind: 'chromium', version: expect.stringContaining('Chrome/') },
      screen: { ...screen, depth: 24 },
      windowManager: 'openbox',
      key: 'x',
      pixel: PIXEL,
      presses: 25,
      lost: 0,
      keyToPixelMs: { samples: 25 },
    });
  });

  test('finds by itself what answers to the key, beside things that change alone', async () => {
    const url = await servePage();
    const { pixel } = await measureFromOutside({ browser, screen, url, presses: 2 });
    expect(pixel).toEqual(PIXEL);
  });

  test('lets another instrument into the page, before it loads and after the presses', async () => {
    const url = await servePage();
    const seen: unknown[] = [];
    await measureFromOutside({
      browser,
      screen,
      url,
      pixel: PIXEL,
      presses: 3,
      beforeLoad: (page) =>
        page.evaluateOnNewDocument('globalThis.keys = 0; addEventListener("keydown", () => keys++)'),
      afterPresses: async (page) => seen.push(await page.evaluate('keys')),
    });
    expect(seen).toEqual([3]);
  });

  test('gets the page ready with a script that it waits for', async () => {
    const url = await servePage();
    const prepare = `new Promise((resolve) => setTimeout(() => resolve(answer.style.left = '120px'), 20))`;
    const { pixel } = await measureFromOutside({ browser, screen, url, presses: 1, prepare });
    expect(pixel).toEqual({ x: 160, y: 70 });
  });

  test.each([
    ['a script that fails', { prepare: 'nothing.at.all' }, 'The script for the page fails'],
    ['a pixel that changes by itself', { pixel: { x: 250, y: 100 } }, 'The pixel 250,100 changes by itself'],
    [
      'a pixel that never changes',
      { pixel: { x: 390, y: 290 }, presses: 1 },
      'never changed after the key x',
    ],
    [
      'a page that is not there',
      { url: 'http://127.0.0.1:1/' },
      "The page didn't load: net::ERR_UNSAFE_PORT",
    ],
    ['a browser that is none', { browser: { kind: 'chromium', path: '/bin/false' } }, "doesn't start"],
  ] satisfies [string, Partial<OutsideOptions>, string][])('words %s', async (_, wrong, words) => {
    const url = await servePage();
    await expect(measureFromOutside({ browser, screen, url, ...wrong })).rejects.toMatchObject({
      name: 'CloudgameError',
      message: expect.stringContaining(words),
    });
  });

  test.each([
    ['a key that is none', { key: 'Any' }, 'There is no key called "Any".'],
    ['a pixel beside the screen', { pixel: { x: 400, y: 0 } }, 'The pixel 400,0 lies outside the screen'],
    ['an address that is none', { url: 'localhost:8010' }, '"localhost:8010" is no address of a page.'],
  ] satisfies [string, Partial<OutsideOptions>, string][])(
    'refuses %s before anything starts',
    async (_, wrong, words) => {
      const options = { browser, screen, url: 'http://127.0.0.1/', ...wrong };
      await expect(measureFromOutside(options)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(words),
      });
    },
  );

  test('ends everything at once when it is told to', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const measured = measureFromOutside({
      browser,
      screen,
      url: await servePage(),
      pixel: PIXEL,
      signal: abort.signal,
      onProgress: (text) => text.startsWith('Pressing') && abort.abort(reason),
    });
    await expect(measured).rejects.toBe(reason);
  });
});
