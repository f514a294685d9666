import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudgameError } from '../errors.js';
import { DEFAULT_ICE_SERVERS, PUBLIC_SIGNALLING_URL } from '../protocol/defaults.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { checkIceServer } from './ice-server.js';
import { builtPageFolder, configurePage } from './player-page.js';
import { PAGE_FOLDER } from './player-url.js';
import { normaliseSignallingUrl } from './signalling-setting.js';

export interface ExportOptions {
  /** Folder to write to; what else is in it stays, pages of other versions above all. */
  readonly folder: string;
  /** Signalling server of links that name none; by default the public one. */
  readonly signallingUrl?: string | undefined;
  /** STUN servers. */
  readonly iceServers?: readonly string[] | undefined;
  /** Folder of the built page; tests only. */
  readonly pageFolder?: string;
}

/**
 * Leads a link without its version's folder to it. A fragment would not survive a refresh by meta tag, hence a script,
 * and a file of its own, because a page's security policy may allow none inline.
 */
const REDIRECT_SCRIPT = `const version = /^#([1-9]\\d{0,3})\\./.exec(location.hash)?.[1] ?? '${PROTOCOL_VERSION}';
location.replace(\`v\${version}/\${location.hash}\`);
`;

const REDIRECT_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>cloudgame</title>
<script src="to-version.js"></script>
<noscript>This page needs JavaScript to play.</noscript>
<p>Going to the game …</p>
</html>
`;

/**
 * Writes the player page as static files for any web server: this version's page into a folder named after the version,
 * and beside it a page that leads there.
 *
 * @returns the folder of this version's page.
 * @throws CloudgameError for a wrong server, or a folder that can't be written.
 */
export async function exportPage(options: ExportOptions): Promise<string> {
  const { folder, pageFolder = builtPageFolder() } = options;
  const signalling = normaliseSignallingUrl(options.signallingUrl ?? PUBLIC_SIGNALLING_URL);
  const iceServers = (options.iceServers ?? DEFAULT_ICE_SERVERS).map(checkStunServer);
  const target = join(folder, PAGE_FOLDER);
  try {
    await mkdir(target, { recursive: true });
    await cp(pageFolder, target, { recursive: true });
    const html = configurePage(await readFile(join(pageFolder, 'index.html'), 'utf8'), {
      signalling,
      iceServers,
    });
    await writeFile(join(target, 'index.html'), html);
    await writeFile(join(folder, 'to-version.js'), REDIRECT_SCRIPT);
    await writeFile(join(folder, 'index.html'), REDIRECT_PAGE);
    // GitHub Pages then publishes the files as they are.
    await writeFile(join(folder, '.nojekyll'), '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CloudgameError(
      'usage',
      `The page can't be written to ${folder} (${(error as Error).message}).`,
      'Name a folder that you may write to.',
      { cause: error },
    );
  }
  return target;
}

/** A TURN server's password would be there for everyone to read, and the host's one serves both ends. */
function checkStunServer(text: string): string {
  checkIceServer(text);
  if (/^stuns?:/i.test(text)) return text;
  throw new CloudgameError(
    'usage',
    "The password of a TURN server can't be kept in a page that everyone can read.",
    'Give the TURN server to the host with `cloudgame host --ice-server`, which is enough, and only STUN servers to the page.',
  );
}
