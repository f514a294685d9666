import { win32 } from 'node:path';

/** A file that a core wants beside the game, such as a console's BIOS. */
export interface CoreFirmware {
  /** Path inside the system folder. */
  readonly path: string;
  readonly description: string;
  /** Whether the core also runs without it. */
  readonly optional: boolean;
  /** Of the file as it should be, 32 lower-case hex digits, where the notes tell. */
  readonly md5?: string;
}

/** What a libretro `.info` file tells of its core. */
export interface CoreInfo {
  /** For people, with the system: "Nintendo - NES / Famicom (Nestopia UE)". */
  readonly displayName: string | undefined;
  /** The core's own name: "Nestopia". */
  readonly coreName: string | undefined;
  readonly systemName: string | undefined;
  readonly version: string | undefined;
  readonly license: string | undefined;
  readonly description: string | undefined;
  /** Extensions of the files that it plays, lower case, with the dot. */
  readonly extensions: readonly string[];
  readonly firmware: readonly CoreFirmware[];
  /** Graphics interface without which it draws nothing, such as "OpenGL Core >= 3.3". */
  readonly requiredHardwareApi: string | undefined;
  readonly isExperimental: boolean;
  /** Whether it opens the game's file itself, so that the file can't come out of an archive's memory. */
  readonly needsFullPath: boolean;
  readonly runsWithoutGame: boolean;
}

const LINE = /^\s*([A-Za-z0-9_]+)\s*=\s*(?:"([^"]*)"|([^"#]*))/;
/** More than any core has; a count beyond it is damage. */
const MAX_FIRMWARE = 256;

/** Reads the text of an `.info` file: lines of `key = "value"`, `#` comments, later keys replacing earlier ones. */
export function parseInfoFile(text: string): CoreInfo {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const found = LINE.exec(line);
    const value = (found?.[2] ?? found?.[3] ?? '').trim();
    if (found) values.set(found[1]!, value);
  }
  const textOf = (key: string) => values.get(key) || undefined;
  const isTrue = (key: string) => values.get(key)?.toLowerCase() === 'true';
  return {
    displayName: textOf('display_name'),
    coreName: textOf('corename'),
    systemName: textOf('systemname'),
    version: textOf('display_version'),
    license: textOf('license'),
    description: textOf('description'),
    extensions: extensionsOf(values.get('supported_extensions') ?? ''),
    firmware: firmwareOf(values),
    requiredHardwareApi: textOf('required_hw_api'),
    isExperimental: isTrue('is_experimental'),
    needsFullPath: isTrue('needs_fullpath'),
    runsWithoutGame: isTrue('supports_no_game'),
  };
}

function extensionsOf(list: string): string[] {
  const names = list.split('|').map((name) => name.trim().replace(/^\./, '').toLowerCase());
  return [...new Set(names.filter((name) => name !== '').map((name) => `.${name}`))];
}

function firmwareOf(values: ReadonlyMap<string, string>): CoreFirmware[] {
  const count = Math.min(Number(values.get('firmware_count')) || 0, MAX_FIRMWARE);
  const sums = checksumsOf(values.get('notes') ?? '');
  const firmware: CoreFirmware[] = [];
  for (let index = 0; index < count; index++) {
    const path = values.get(`firmware${index}_path`);
    // Such a path leads out of the system folder.
    if (!path || win32.isAbsolute(path) || path.split(/[\\/]/).includes('..')) continue;
    const md5 = sums.get(path) ?? sums.get(win32.basename(path));
    firmware.push({
      path,
      description: values.get(`firmware${index}_desc`) || path,
      optional: values.get(`firmware${index}_opt`)?.toLowerCase() === 'true',
      ...(md5 === undefined ? {} : { md5 }),
    });
  }
  return firmware;
}

/** Notes are separated by bars; those on firmware read `(!) file (md5): digits`. */
function checksumsOf(notes: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const note of notes.split('|')) {
    const found = /^\s*\(!\) (\S.{0,199}) \(md5\): ([0-9a-f]{32})\s*$/i.exec(note);
    if (found) sums.set(found[1]!.trim(), found[2]!.toLowerCase());
  }
  return sums;
}
