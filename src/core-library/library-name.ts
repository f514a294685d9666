const SUFFIXES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: '.dylib', win32: '.dll' };

/** What the names of shared libraries end with on a platform. */
export function librarySuffix(platform: NodeJS.Platform = process.platform): string {
  return SUFFIXES[platform] ?? '.so';
}

/** The file name of a core's library: `nestopia_libretro.so` for "nestopia". */
export function libraryFileName(core: string, platform: NodeJS.Platform = process.platform): string {
  return `${core}_libretro${librarySuffix(platform)}`;
}

/** The core's name in the file name of its library; `undefined` for files that are no cores of this platform. */
export function coreOfLibrary(
  fileName: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const end = `_libretro${librarySuffix(platform)}`;
  const name = fileName.endsWith(end) ? fileName.slice(0, -end.length) : '';
  return isCoreName(name) ? name : undefined;
}

/** Whether a name may become part of a path or an address: no separators, no leading dot. */
export function isCoreName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/.test(name);
}

/** A name as people vary it: without case, separators and the ending `libretro`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?!^)libretro$/, '');
}
