import { CloudgameError } from '../../errors.js';
import type { CoreProgram } from './core-program.js';

/**
 * Plugs devices into the ports of a core in place of pads. Only libretro cores have some; they say themselves which.
 *
 * @param controllers - the core's names of devices, by port from 1.
 * @throws CloudgameError `usage` for another core.
 */
export function plugIn(program: CoreProgram, controllers: ReadonlyMap<number, string>): CoreProgram {
  if (controllers.size === 0) return program;
  if (program.library === undefined) {
    throw new CloudgameError(
      'usage',
      `The core ${program.name} has pads in its ports, and nothing else can be plugged in.`,
      'Leave out --controller, or name a libretro core with --core.',
    );
  }
  const ports = [...controllers].map(([port, device]) => `--port=${port}=${device}`);
  return { ...program, args: [...program.args, ...ports] };
}
