import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { infoArchiveUrl } from './buildbot.js';
import type { CoreFolders } from './core-folders.js';
import type { CoreSource } from './core-source.js';
import { downloadFile } from './download.js';
import { readCoreInfo } from './installed-cores.js';
import { isCoreName } from './library-name.js';
import { openZip } from './unpack-library.js';

const MAX_ARCHIVE_BYTES = 16 * 2 ** 20;
const MAX_INFO_BYTES = 2 ** 18;
const MAX_INFOS = 2000;

/**
 * Gets the `.info` files of all cores from a source, where that of one core isn't on this computer yet: without it
 * nobody knows which games the core plays.
 *
 * @returns whether the core's is there now.
 * @throws whatever kept them from coming; the core runs without them when it is named.
 */
export async function installInfosFor(
  core: string,
  source: CoreSource,
  folders: CoreFolders,
  signal?: AbortSignal,
): Promise<boolean> {
  if (await readCoreInfo(core, folders)) return true;
  const folder = join(folders.own, 'info');
  await mkdir(folder, { recursive: true });
  const archive = join(folder, `.${randomUUID()}.zip`);
  try {
    const options = { limitBytes: MAX_ARCHIVE_BYTES, allowHttp: source.allowHttp, signal };
    await downloadFile(infoArchiveUrl(source.folder), archive, options);
    await unpackInfos(archive, folder);
  } finally {
    await rm(archive, { force: true });
  }
  return (await readCoreInfo(core, folders)) !== undefined;
}

async function unpackInfos(archive: string, folder: string): Promise<void> {
  const file = await open(archive);
  try {
    const zip = await openZip(file);
    let count = 0;
    for await (const entry of zip.eachEntry()) {
      const name = /^(?:[^/]+\/)?([^/]+)_libretro\.info$/.exec(entry.fileName)?.[1];
      if (name === undefined || !isCoreName(name) || entry.uncompressedSize > MAX_INFO_BYTES) continue;
      if (++count > MAX_INFOS) return;
      const temporary = join(folder, `.${randomUUID()}`);
      try {
        const content = await zip.openReadStreamPromise(entry);
        await pipeline(content, createWriteStream(temporary, { flags: 'wx' }));
        await rename(temporary, join(folder, `${name}_libretro.info`));
      } finally {
        await rm(temporary, { force: true });
      }
    }
  } finally {
    await file.close();
  }
}
