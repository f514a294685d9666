import { basename, extname } from 'node:path';
import { CoreError } from '../protocol/core-error.js';
import type { Environment } from './environment.js';
import { missingFirmware } from './firmware.js';
import type { SystemInfoValue } from './libretro-api.js';

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
  const missing = missingFirmware(library, systemFolder, infoFile);
  if (missing.length > 0) {
    return new CoreError(
      `The core ${core} doesn't take ${basename(game)}; it needs files of the console that are not there: ` +
        `${missing.map(({ description }) => description).join(', ')}.`,
      `Put ${missing.map(({ path }) => path).join(', ')} into ${systemFolder}. Which of them it takes depends on the game.`,
    );
  }
  const extension = extname(game).slice(1).toLowerCase();
  const extensions = info.valid_extensions?.toLowerCase().split('|') ?? [];
  const subsystem = environment.subsystems.find((candidate) => candidate.extensions.includes(extension));
  if (!extensions.includes(extension) && subsystem) {
    return new CoreError(
      `${basename(game)} is played by the core ${core} only as "${subsystem.name}", with several files at once, ` +
        'which cloudgame can’t do.',
      `Name a game that is one file: .${extensions.join(', .')}`,
    );
  }
  return new CoreError(
    `The core ${core} doesn't take ${basename(game)}${environment.message ? `: ${environment.message}` : '.'}`,
    extensions.includes(extension)
      ? 'Copy the game again, or get another copy: this one may be damaged, or of an unusual kind.'
      : `The core plays .${extensions.join(', .')}; another system's game needs another core (--core).`,
  );
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

/** For cores that draw with OpenGL or Vulkan. */
export function graphicsCardRefusal(core: string): CoreError {
  return new CoreError(
    `The core ${core} draws with the graphics card (OpenGL or Vulkan), and cloudgame plays cores that draw by themselves.`,
    'Look for an option of the core that draws in software (--option), or take another core of the same system.',
  );
}
