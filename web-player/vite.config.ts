import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../src/protocol/defaults.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: folder,
  // Relative addresses, so that the page can be put into any folder of any web server.
  base: './',
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../dist/web-player', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // One chunk needs no preloading by script, and the content security policy allows none inline.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [
    {
      name: 'cloudgame:page-defaults',
      transformIndexHtml: (html) =>
        html
          .replace('%PUBLIC_SIGNALLING_URL%', PUBLIC_SIGNALLING_URL)
          .replace('%DEFAULT_ICE_SERVERS%', DEFAULT_ICE_SERVERS.join(' ')),
    },
  ],
});
