import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { CloudgameError } from '../errors.js';
import { changeSharedFile, readIfThere } from './shared-file.js';

/** More folders than anybody has games in. */
const MAX_FOLDERS = 200;

const foldersFile = v.object({ folders: v.pipe(v.array(v.string()), v.maxLength(MAX_FOLDERS)) });

/** Where the library's own files lie. */
export function libraryDir(dataDir: string): string {
  return join(dataDir, 'library');
}

function foldersPath(dataDir: string): string {
  return join(libraryDir(dataDir), 'folders.json');
}

/**
 * The folders of the library as absolute paths, in the order in which they were added.
 *
 * @throws CloudgameError `usage` where the file that names them is damaged.
 */
export async function libraryFolders(dataDir: string): Promise<readonly string[]> {
  const path = foldersPath(dataDir);
  return parse(await readIfThere(path), path);
}

/**
 * Adds a folder to the library.
 *
 * @returns its path, and whether it is new.
 * @throws CloudgameError `usage` where there is no such folder.
 */
export async function addLibraryFolder(
  dataDir: string,
  folder: string,
): Promise<{ readonly path: string; readonly isNew: boolean }> {
  const added = await existingFolder(folder);
  let isNew = false;
  await change(dataDir, (folders) => {
    isNew = !folders.includes(added);
    if (!isNew) return undefined;
    if (folders.length >= MAX_FOLDERS) {
      throw new CloudgameError(
        'usage',
        `The library has ${MAX_FOLDERS} folders already.`,
        'Add a folder that holds several of them, and remove those: folders are looked through with all that is in them.',
      );
    }
    return [...folders, added];
  });
  return { path: added, isNew };
}

/**
 * Removes a folder from the library, whether it is still there or not; nothing in it is touched.
 *
 * @returns its path.
 * @throws CloudgameError `usage` where it isn't in the library.
 */
export async function removeLibraryFolder(dataDir: string, folder: string): Promise<string> {
  const wanted = [resolve(folder), await realpath(folder).catch(() => undefined), folder];
  let removed: string | undefined;
  await change(dataDir, (folders) => {
    removed = folders.find((path) => wanted.includes(path));
    if (removed !== undefined) return folders.filter((path) => path !== removed);
    throw new CloudgameError(
      'usage',
      `The folder ${folder} is not in the library.`,
      folders.length === 0 ? 'No folder is.' : `In it are: ${folders.join(', ')}.`,
    );
  });
  return removed!;
}

function change(
  dataDir: string,
  edit: (folders: readonly string[]) => readonly string[] | undefined,
): Promise<void> {
  const path = foldersPath(dataDir);
  return changeSharedFile(path, (text) => {
    const folders = edit(parse(text, path));
    return folders && `${JSON.stringify({ folders }, undefined, 2)}\n`;
  });
}

async function existingFolder(folder: string): Promise<string> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error('it is a file');
    // One folder has one path, however it is reached.
    return await realpath(folder);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CloudgameError(
      'usage',
      `The folder ${folder} can't be added: ${isMissing ? 'it is not there' : (cause as Error).message}.`,
      'Name a folder with games in it.',
      { cause },
    );
  }
}

function parse(text: string | undefined, path: string): readonly string[] {
  if (text === undefined) return [];
  try {
    return v.parse(foldersFile, JSON.parse(text)).folders;
  } catch (cause) {
    throw new CloudgameError(
      'usage',
      `The list of the library's folders in ${path} is damaged.`,
      `Remove ${path}, and add the folders again: cloudgame library add DIR`,
      { cause },
    );
  }
}
