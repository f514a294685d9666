import { CloudgameError } from '../errors.js';
import { type AvailableCore, buildbotFolder, indexUrl, parseIndex } from './buildbot.js';
import { downloadText, NotThereError } from './download.js';

/** A folder of cores on a web server. */
export interface CoreSource {
  readonly folder: URL;
  /** Whether plain http will do. */
  readonly allowHttp: boolean;
}

const MAX_INDEX_BYTES = 4 * 2 ** 20;

/**
 * The folder that cores come from: the buildbot's for this computer, or a mirror's.
 *
 * @param from - address of a folder with `.index-extended` and archives for this platform.
 * @throws CloudgameError `usage` for what is no address, or where the buildbot has no cores for this computer.
 */
export function coreSource(
  from: string | undefined,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): CoreSource {
  if (from !== undefined) return mirror(from);
  const folder = buildbotFolder(platform, arch);
  if (folder) return { folder, allowHttp: false };
  throw new CloudgameError(
    'usage',
    `The libretro buildbot has no cores for ${platform} on ${arch}.`,
    'Name a mirror that has some with --from, or install cores with the packages of your system.',
  );
}

/** Downloads and reads the index of a source. */
export async function listAvailableCores(
  source: CoreSource,
  signal?: AbortSignal,
  platform: NodeJS.Platform = process.platform,
): Promise<AvailableCore[]> {
  const url = indexUrl(source.folder);
  try {
    const text = await downloadText(url, {
      limitBytes: MAX_INDEX_BYTES,
      allowHttp: source.allowHttp,
      signal,
    });
    return parseIndex(text, platform);
  } catch (error) {
    if (!(error instanceof NotThereError)) throw error;
    throw new CloudgameError(
      'network',
      `${source.folder.href} is no folder of cores: there is no .index-extended in it.`,
      'Give --from the folder for this platform, which ends with /latest/ on the buildbot and its mirrors.',
      { cause: error },
    );
  }
}

function mirror(from: string): CoreSource {
  const folder = URL.canParse(from) ? new URL(from) : undefined;
  if (folder?.protocol !== 'https:' && folder?.protocol !== 'http:') {
    throw new CloudgameError(
      'usage',
      `"${from}" is no address of a mirror.`,
      'Give --from a URL such as https://mirror.example.org/nightly/linux/x86_64/latest/',
    );
  }
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return { folder, allowHttp: folder.protocol === 'http:' };
}
