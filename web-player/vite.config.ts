import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../src/protocol/defaults.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Of the decoders that the page has in it for browsers that keep theirs back. */
const LICENCES = [
  'ogv/COPYING',
  'ogv/dist/LICENSE-vpx.txt',
  'ogv/dist/PATENTS-vpx.txt',
  'tinyh264/LICENSE',
] as const;

/** ogv.js' modules run in Node as well, and name what they need of it there. */
const withoutNode: Plugin = {
  name: 'cloudgame:without-node',
  enforce: 'pre',
  resolveId: (name, importer) =>
    /^(fs|path)$/.test(name) && importer?.includes('/ogv/') ? '\0nothing' : undefined,
  load: (name) => (name === '\0nothing' ? 'export default {};' : undefined),
};

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
    rolldownOptions: {
      // Schemas that only hosts use (`v.object(…)`) do nothing when they are made.
      treeshake: { manualPureFunctions: ['v'] },
    },
  },
  // Its decoders are files of their own, loaded where they are needed.
  worker: {
    format: 'es',
    rolldownOptions: { output: { comments: false } },
    plugins: () => [withoutNode],
  },
  plugins: [
    {
      name: 'cloudgame:licences',
      generateBundle() {
        const { resolve } = createRequire(import.meta.url);
        const texts = LICENCES.map((file) => `== ${file}\n\n${readFileSync(resolve(file), 'utf8')}`);
        this.emitFile({ type: 'asset', fileName: 'assets/decoder-licences.txt', source: texts.join('\n\n') });
      },
    },
    {
      name: 'cloudgame:compact-markup',
      // Indentation and comments are a fifth of the file; white space between elements of a line stays white space.
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
