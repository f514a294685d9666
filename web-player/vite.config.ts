import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../src/protocol/defaults.js';
import { compactNames } from './build/compact-names.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

const LETTERS = '$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Line ends between elements that show nothing: the next one begins or ends a block, or is a drawing. */
const BEFORE_BLOCK =
  /(?<=>)\n(?=<\/?(?:svg|path|circle|div|section|header|main|dl|dt|dd|h[1-3]|form|dialog|p|ul|ol|meta|link|title|script|head|body)\b)/g;

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

/** Plain values need no quotes, nor elements without an end a stroke (HTML, section 13.1.2). */
function compactTag(tag: string): string {
  return tag
    .replace(/\s+/g, ' ')
    .replace(/ (?!href|src)([a-z-]+)="([\w-]+)"(?=[ >])/g, ' $1=$2')
    .replace(/ ?\/?>$/, (end) => (/^<(?:meta|link|input)/.test(tag) ? '>' : end))
    .replace(/" (?=\/?>$)/, '"');
}

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
      // Only the page's own callbacks are called so. Single letters are what private names become.
      output: { minify: { mangleProps: { include: /^on[A-Z]/, reserved: [...LETTERS] } } },
    },
  },
  // Its decoders are files of their own, loaded where they are needed.
  worker: {
    format: 'es',
    rolldownOptions: { output: { comments: false } },
    plugins: () => [withoutNode, compactNames({ loops: true })],
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
    compactNames({ loops: false }),
    {
      name: 'cloudgame:compact-markup',
      // Indentation and comments are a fifth of the file; white space between elements of a line stays white space.
      transformIndexHtml: {
        order: 'post',
        handler: (html) =>
          html
            .replace(/<!--.*?-->|\s*\n\s*/gs, '\n')
            .replace(/\n+/g, '\n')
            .replace(BEFORE_BLOCK, '')
            .replace(/<[a-z][^>]*>/g, compactTag)
            // These ends may be left out (HTML, section 13.1.2.4).
            .replace(/<\/(?:dt|dd|li|body|html)>/g, '')
            // Outside forms a button submits nothing, whatever its type; within them it does.
            .split(/(<form\b.*?<\/form>)/s)
            .map((part) => part.replaceAll(part.startsWith('<form') ? ' type=submit' : ' type=button', ''))
            .join(''),
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
