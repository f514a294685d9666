import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../../src/protocol/defaults.js';

/** What only browsers that keep their decoders back load, and a file that none loads. */
const SOFTWARE_DECODING = /software-main|codec-library|(vp8|h264)-library|\.wasm$|licences\.txt$/;

/** The files of the built page by their names. */
let files: Map<string, string | Uint8Array>;
let html: string;

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../web-player/vite.config.ts', import.meta.url));
  const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
  if (Array.isArray(built) || !('output' in built)) throw new TypeError('The page is one build.');
  files = new Map(
    built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]),
  );
  html = String(files.get('index.html') ?? '');
});

describe('the built page', () => {
  it('is smaller than 40 kB in all as hosts send it, without the decoders that only pages without WebCodecs load', () => {
    const loaded = [...files].filter(([name]) => !SOFTWARE_DECODING.test(name));
    const sent = loaded.reduce((sum, [, content]) => sum + gzipSync(content).length, 0);
    expect(sent).toBeLessThan(40_000);
  });

  it.each(['vp8', 'h264'])('is smaller than 250 kB with the decoder that it loads for %s', (codec) => {
    const decoder = new RegExp(`software-main|codec-library|${codec}.*\\.(js|wasm)`);
    const loaded = [...files.keys()].filter((name) => SOFTWARE_DECODING.test(name) && decoder.test(name));
    expect(loaded.length).toBeGreaterThanOrEqual(3);
    expect(size(loaded)).toBeLessThan(250_000);
  });

  it('names the licences of decoders that it has from others', () => {
    expect(files.get('assets/decoder-licences.txt')?.toString()).toMatch(/WebM Project.*Apache License/s);
  });

  it('carries its defaults where a host can rewrite them', () => {
    expect(html).toContain(`<meta name="cloudgame:signalling" content="${PUBLIC_SIGNALLING_URL}"`);
    expect(html).toContain(`<meta name="cloudgame:ice-servers" content="${DEFAULT_ICE_SERVERS.join(' ')}"`);
  });

  it('allows scripts and styles from itself alone, and has none inline', () => {
    expect(html).toMatch(
      /http-equiv="?Content-Security-Policy"?\s+content="default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  });

  it('asks nothing of other servers, and can be put into any folder', () => {
    const addresses = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) expect(address).toMatch(/^(\.\/|data:)/);
    for (const [name, text] of files) {
      if (name.endsWith('.css')) expect(String(text)).not.toMatch(/url\(|@import/);
    }
  });

  it('finds the workers that decode beside its own script', () => {
    const code = script(/^assets\/index-/);
    expect(html).toMatch(/src="\.\/assets\/index-[^"]+\.js"/);
    for (const worker of ['main', 'software-main']) {
      const [name] = [...files.keys()].filter((file) => file.startsWith(`assets/${worker}-`));
      expect(code).toMatch(new RegExp(`new URL\\(.${name!.replace('assets/', '')}.,import\\.meta\\.url`));
    }
  });

  it('loads decoders only where they are needed, from beside the worker', () => {
    const worker = script(/^assets\/software-main-/);
    expect(worker).toMatch(/import\(.\.\/vp8-library-/);
    expect(worker).toMatch(/import\(.\.\/h264-library-/);
    expect(script(/^assets\/vp8-library-/)).toMatch(/new URL\(.[^/]*\.wasm.,import\.meta\.url/);
    expect(script(/^assets\/main-/)).not.toMatch(/-library-|\.wasm/);
  });

  it('uses no code from text, which its policy would refuse', () => {
    for (const [name, text] of files) {
      if (name.endsWith('.js')) expect(String(text)).not.toMatch(/\beval\(|new Function\(/);
    }
  });

  it('writes no markup from strings', () => {
    for (const [name, text] of files) {
      if (name.endsWith('.js'))
        expect(String(text)).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write/);
    }
  });
});

/** Bytes of these files together. */
function size(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + Buffer.byteLength(files.get(name)!), 0);
}

function script(pattern: RegExp): string {
  const names = [...files.keys()].filter((name) => name.endsWith('.js') && pattern.test(name));
  expect(names).toHaveLength(1);
  return String(files.get(names[0]!));
}
