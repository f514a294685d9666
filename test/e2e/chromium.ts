import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the system's Chromium. */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // The sandbox needs privileges that containers lack.
    chromiumSandbox: false,
    args: [...ARGUMENTS, ...args],
  });
}

/** One Chromium for all tests of a file, in which sound needs no tap. */
export function sharedChromium(): { readonly browser: Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
  });
  afterAll(() => browser?.close());
  return {
    get browser() {
      return browser!;
    },
  };
}
