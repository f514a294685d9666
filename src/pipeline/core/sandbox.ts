import { CloudgameError } from '../../errors.js';
import { bubblewrapArguments, tryBubblewrap } from './bubblewrap.js';
import { coreEnvironment } from './core-environment.js';
import type { CoreProgram } from './core-program.js';
import { coreView } from './core-view.js';
import { nodePermissions } from './node-permissions.js';

/** `auto`: as far as this machine can; `require`: bubblewrap or nothing. */
export const SANDBOX_MODES = ['auto', 'require', 'off'] as const;
export type SandboxMode = (typeof SANDBOX_MODES)[number];

/**
 * What can be kept from a core: the network, reading other files than its own, writing files, seeing and ending other
 * processes, and the secrets in the host's environment.
 */
export const PROTECTIONS = ['network', 'reads', 'writes', 'processes', 'environment'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** What confines a core, and what it doesn't. */
export interface Sandbox {
  readonly means: 'bubblewrap' | 'permissions' | 'none';
  readonly enforced: readonly Protection[];
  readonly missing: readonly Protection[];
  /** Why there isn't more, as a sentence without its full stop. */
  readonly reason?: string;
}

export interface ConfinedCore {
  /** What to start in place of the core. */
  readonly program: CoreProgram;
  readonly sandbox: Sandbox;
}

/**
 * Puts a core into the best sandbox that works here.
 *
 * @param bubblewrap - path or name of bubblewrap's program.
 * @throws CloudgameError `game` where bubblewrap is required and doesn't work.
 */
export async function confineCore(
  program: CoreProgram,
  mode: SandboxMode,
  bubblewrap = 'bwrap',
): Promise<ConfinedCore> {
  // A core that isn't confined can read the environment of its host in /proc, though it gets none of it.
  if (mode === 'off') return { program, sandbox: sandboxOf('none', [], 'it is switched off') };
  const view = await coreView(program);
  const obstacle = await tryBubblewrap(bubblewrap, view, coreEnvironment());
  if (!obstacle) {
    const args = bubblewrapArguments(view, program.command, program.args);
    return {
      program: { ...program, command: bubblewrap, args, isConfined: true },
      sandbox: sandboxOf('bubblewrap', PROTECTIONS),
    };
  }
  if (mode === 'require') {
    throw new CloudgameError(
      'game',
      `The core can't be isolated as --sandbox require demands: ${obstacle.reason}.`,
      `${obstacle.remedy} With --sandbox auto the game runs without.`,
    );
  }
  const permissions = program.pureJavaScript && nodePermissions(view);
  if (!permissions) return { program, sandbox: sandboxOf('none', [], obstacle.reason) };
  return {
    program: { ...program, args: [...permissions.flags, ...program.args], isConfined: true },
    sandbox: sandboxOf(
      'permissions',
      permissions.holdsNetwork
        ? ['network', 'reads', 'writes', 'environment']
        : ['reads', 'writes', 'environment'],
      obstacle.reason,
    ),
  };
}

function sandboxOf(means: Sandbox['means'], enforced: readonly Protection[], reason?: string): Sandbox {
  const missing = PROTECTIONS.filter((protection) => !enforced.includes(protection));
  return { means, enforced, missing, ...(reason === undefined ? {} : { reason }) };
}
