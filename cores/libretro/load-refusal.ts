import { basename, extname } from 'node:path';
import { CoreError } from '../protocol/core-error.js';
import type { Environment } from './environment.js';
import { type Firmware, missingFirmware } from './firmware.js';
import type { SystemInfoValue } from './libretro-api.js';

/** What cores call optional they do without in other games: discs don't start without the BIOS of their console. */
const DISC = /^(cue|ccd|chd|toc|m3u|gdi|iso|img|pbp|fds)$/;
/** Some cores name dozens of optional files: the first ones are the usual ones. */
const MOST_NAMED = 8;

/** Why a core refused a game: libretro's cores only say that they do, the reason follows from what is known of both. */
export function loadRefusal(
  environment: Environment,
  info: SystemInfoValue,
  library: string,
  game: string | undefined,
  systemFolder: string,
  infoFile?: string,
): CoreError {
  const core = info.library_name;
  if (environment.wantsGraphicsCard) return graphicsCardRefusal(core);
  if (game === undefined) {
    return new CoreError(`The core ${core} doesn't start without a game.`, 'Name the game to play.');
  }
  const extension = extensionOf(game);
  const extensions = extensionsOf(info.valid_extensions);
  const refusal = `The core ${core} doesn't take ${basename(game)}`;
  const reason = environment.message ? `: ${environment.message}` : '';
  if (extensions.length > 0 && !extensions.includes(extension)) {
    return new CoreError(
      refusal + (reason || '.'),
      `The core plays .${extensions.join(', .')}; another system's game needs another core (--core).`,
    );
  }
  const missing = missingFirmware(library, systemFolder, infoFile);
  const required = missing.filter(({ optional }) => !optional);
  const said = reason.replace(/[.!\s]+$/, '');
  if (required.length > 0) return firmwareRefusal(`${refusal}${said}; it needs`, required, systemFolder);
  if (DISC.test(extension) && missing.length > 0) {
    return firmwareRefusal(`${refusal}${said}; it may need`, missing, systemFolder);
  }
  const firmware =
    missing.length === 0 ? '' : ` For some games it needs files: ${placeOf(missing, systemFolder)}`;
  return new CoreError(
    refusal + (reason || '.'),
    `Copy the game again, or get another copy: this one may be damaged, or of an unusual kind.${firmware}`,
  );
}

function firmwareRefusal(refusal: string, missing: readonly Firmware[], systemFolder: string): CoreError {
  const files = missing.slice(0, MOST_NAMED).map(({ description }) => description);
  return new CoreError(
    `${refusal} files of the console that are not there: ${files.join(', ')}.`,
    `${placeOf(missing, systemFolder)} If that is not it, the game may be damaged: copy it again, or get another copy.`,
  );
}

function placeOf(missing: readonly Firmware[], systemFolder: string): string {
  const files = missing.slice(0, MOST_NAMED).map(({ path }) => path);
  const choice = files.length > 1 ? ' Which of them it takes depends on the game.' : '';
  return `Put ${files.join(', ')} into ${systemFolder}.${choice}`;
}

/**
 * For cores that call back from stacks of their own, where callback-stack.ts can't follow them: V8 takes that for an
 * overflow of its stack. Anything else that was thrown is given back as it is.
 */
export function ownStacksRefusal(core: string, thrown: unknown): unknown {
  if (!(thrown instanceof RangeError)) return thrown;
  return new CoreError(
    `The core ${core} runs on several stacks, which cloudgame can follow on 64-bit PCs with Linux or macOS alone.`,
    'Take another core of the same system: cloudgame cores list --available',
    { cause: thrown },
  );
}

/**
 * For games that a core plays with others at once alone, such as a Super Game Boy's: some cores take such a file by itself
 * all the same, for a game of another kind, and show nothing.
 *
 * @throws CoreError
 */
export function refuseSubsystemGame(
  { subsystems }: Pick<Environment, 'subsystems'>,
  { library_name: core, valid_extensions }: SystemInfoValue,
  game: string | undefined,
): void {
  if (game === undefined) return;
  const extension = extensionOf(game);
  const extensions = extensionsOf(valid_extensions);
  const subsystem = subsystems.find((candidate) => candidate.extensions.includes(extension));
  if (!subsystem || extensions.includes(extension)) return;
  throw new CoreError(
    `${basename(game)} is played by the core ${core} only as "${subsystem.name}", with several files at once, ` +
      'which cloudgame can’t do.',
    `Take a core that plays .${extension} by itself (--core)` +
      (extensions.length > 0 ? `, or name a game that is one file: .${extensions.join(', .')}` : '.'),
  );
}

function extensionOf(game: string): string {
  return extname(game).slice(1).toLowerCase();
}

function extensionsOf(list: string | null): string[] {
  return (
    list
      ?.toLowerCase()
      .split('|')
      .filter((extension) => extension !== '') ?? []
  );
}

/** For cores that draw with OpenGL or Vulkan. */
export function graphicsCardRefusal(core: string): CoreError {
  return new CoreError(
    `The core ${core} draws with the graphics card (OpenGL or Vulkan), and cloudgame plays cores that draw by themselves.`,
    'Look for an option of the core that draws in software (--option), or take another core of the same system.',
  );
}
