import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../src/protocol/defaults.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: folder,
  // Relative addresses, so that the page can be put into any folder of any web server.
  base: './',
  publicDir: false,
  // The page needs to know whether a message fits, and not in which of a hundred ways it doesn't.
  resolve: { alias: { valibot: `${folder}src/schema/small-valibot.ts` } },
  build: {
    outDir: fileURLToPath(new URL('../dist/web-player', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // One chunk needs no preloading by script, and the content security policy allows none inline.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [
    {
      name: 'cloudgame:compact-markup',
      // Indentation and comments are a fifth of the file; white space between elements stays white space.
      transformIndexHtml: {
        order: 'post',
        handler: (html) => html.replace(/<!--.*?-->|\s*\n\s*/gs, '\n').replace(/\n+/g, '\n'),
      },
    },
    {
      name: 'cloudgame:page-defaults',
      transformIndexHtml: (html) =>
        html
          .replace('%PUBLIC_SIGNALLING_URL%', PUBLIC_SIGNALLING_URL)
          .replace('%DEFAULT_ICE_SERVERS%', DEFAULT_ICE_SERVERS.join(' ')),
    },
  ],
});
