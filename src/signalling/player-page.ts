import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CloudgameError } from '../errors.js';
import { PACKAGE_ROOT } from '../package-root.js';

/** What a copy of the player page has built in. */
export interface PageSettings {
  /** `same-origin` for the signalling server beside the page, else a `ws:` or `wss:` URL. */
  readonly signalling: string;
  /** STUN and TURN URLs; none suffices in one network. */
  readonly iceServers: readonly string[];
}

const BUILT_PAGE = join(PACKAGE_ROOT, 'dist', 'web-player');

/** The folder of the built player page. */
export function builtPageFolder(): string {
  if (!existsSync(join(BUILT_PAGE, 'index.html'))) {
    throw new CloudgameError(
      'unexpected',
      `The player page is not in ${BUILT_PAGE}.`,
      'Build it with `npm run build`, or install cloudgame again.',
    );
  }
  return BUILT_PAGE;
}

/** Writes settings into the text of the page's index.html. */
export function configurePage(html: string, settings: PageSettings): string {
  const configured = setMeta(html, 'cloudgame:signalling', settings.signalling);
  return setMeta(configured, 'cloudgame:ice-servers', settings.iceServers.join(' '));
}

function setMeta(html: string, name: string, content: string): string {
  const meta = new RegExp(`<meta\\s+name="${name}"\\s+content="[^"]*"\\s*/?>`, 'g');
  if ((html.match(meta) ?? []).length !== 1) throw new Error(`the player page has not one meta ${name}`);
  return html.replace(meta, () => `<meta name="${name}" content="${escapeHtml(content)}">`);
}

/** Makes text safe in HTML, in attribute values too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
