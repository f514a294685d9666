import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../../src/protocol/defaults.js';

/** The files of the built page by their names. */
let files: Map<string, string>;
let html: string;

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../web-player/vite.config.ts', import.meta.url));
  const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
  if (Array.isArray(built) || !('output' in built)) throw new TypeError('The page is one build.');
  files = new Map(
    built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source.toString()]),
  );
  html = files.get('index.html') ?? '';
});

describe('the built page', () => {
  it('is smaller than 100 kB in all', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(100_000);
  });

  it('carries its defaults where a host can rewrite them', () => {
    expect(html).toContain(`<meta name="cloudgame:signalling" content="${PUBLIC_SIGNALLING_URL}"`);
    expect(html).toContain(`<meta name="cloudgame:ice-servers" content="${DEFAULT_ICE_SERVERS.join(' ')}"`);
  });

  it('allows scripts and styles from itself alone, and has none inline', () => {
    expect(html).toMatch(
      /http-equiv="Content-Security-Policy"\s+content="default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  });

  it('asks nothing of other servers, and can be put into any folder', () => {
    const addresses = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) expect(address).toMatch(/^(\.\/|data:)/);
    for (const [name, text] of files) {
      if (name.endsWith('.css')) expect(text).not.toMatch(/url\(|@import/);
    }
  });

  it('finds the worker that decodes beside its own script', () => {
    const scripts = [...files].filter(([name]) => name.endsWith('.js'));
    const [[main, code], [worker]] = scripts.sort((a, b) => b[1].length - a[1].length) as [
      [string, string],
      [string, string],
    ];
    expect(scripts).toHaveLength(2);
    expect(html).toContain(main);
    expect(code).toMatch(new RegExp(`new URL\\(.${worker.replace('assets/', '')}.,import\\.meta\\.url`));
  });

  it('uses no code from text, which its policy would refuse', () => {
    for (const [name, text] of files) {
      if (name.endsWith('.js')) expect(text).not.toMatch(/\beval\(|new Function\(/);
    }
  });

  it('writes no markup from strings', () => {
    for (const [name, text] of files) {
      if (name.endsWith('.js')) expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write/);
    }
  });
});
