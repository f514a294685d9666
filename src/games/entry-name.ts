import { posix } from 'node:path';

/** Room for a suffix in the 255 bytes that file systems grant a name. */
const MAX_FILE_NAME_BYTES = 240;

/**
 * What makes an entry's name unfit to be trusted; `undefined` for a good one. APPNOTE 4.4.17.1 wants relative paths with
 * slashes.
 */
export function nameFault(name: string): string | undefined {
  if (name === '' || name.length > 1024) return 'has a name of an impossible length';
  // Names are shown on terminals, which take control characters for commands.
  if (/\p{Cc}/u.test(name)) return 'has control characters in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute path as its name';
  if (name.split('/').includes('..')) return 'points out of the archive with ".."';
  return undefined;
}

/** Whether an entry is only what macOS keeps beside a file, under that file's extension. */
export function isCompanion(name: string): boolean {
  return name.startsWith('__MACOSX/') || posix.basename(name).startsWith('._');
}

/** The name under which an entry's content can lie on every file system. */
export function fileNameOf(name: string): string {
  const base = posix
    .basename(name)
    .replaceAll(/[<>:"|?*]/g, '_')
    // Device names on Windows, whatever extension follows.
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$1');
  const extension = posix.extname(base);
  const stem = [...base.slice(0, base.length - extension.length)];
  while (stem.length > 1 && Buffer.byteLength(stem.join('') + extension) > MAX_FILE_NAME_BYTES) stem.pop();
  return stem.join('') + extension;
}
