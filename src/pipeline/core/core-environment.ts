import { CORE_PROTOCOL_VERSION } from '../../../cores/protocol/core-hello.js';
import { PICTURES_VARIABLE, RGB_PICTURES } from '../../../cores/protocol/wanted-pictures.js';
import type { CoreProgram } from './core-program.js';

/** What a core needs to run and nothing that is the user's own: a core is foreign code, and tokens live in environments. */
export function coreEnvironment({ wantsRgb }: Pick<CoreProgram, 'wantsRgb'> = {}): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'SystemRoot', 'SYSTEMROOT'];
  const environment: NodeJS.ProcessEnv = { CLOUDGAME_CORE_PROTOCOL: String(CORE_PROTOCOL_VERSION) };
  if (wantsRgb) environment[PICTURES_VARIABLE] = RGB_PICTURES;
  for (const name of kept) {
    if (process.env[name] !== undefined) environment[name] = process.env[name];
  }
  return environment;
}
