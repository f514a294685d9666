import type { Interfaces } from '@oclif/core';
import { CloudgameError } from '../errors.js';
import type { NamedGame } from '../games/game-file.js';
import { loadSettings } from '../host/settings.js';
import { PACKAGE_ROOT } from '../package-root.js';
import { PictureTape } from '../pipeline/trace/picture-tape.js';
import { TraceFile } from '../pipeline/trace/trace-file.js';
import { BaseCommand } from './base-command.js';
import { parseControllers } from './controller-flag.js';
import { parseCoreOptions } from './core-option-flag.js';
import type { hostFlags } from './host-flags.js';
import { runHostSession } from './host-session.js';

type HostFlags = Interfaces.InferredFlags<typeof hostFlags>;

/** A command that hosts a game. */
export abstract class HostCommand extends BaseCommand {
  /** Hosts until the end, and ends the process with the exit code. */
  protected async host(what: NamedGame, flags: HostFlags): Promise<never> {
    checkStart(flags);
    const settings = await loadSettings({
      flags,
      environment: process.env,
      configDir: this.config.configDir,
      packageRoot: PACKAGE_ROOT,
    });
    const trace = flags.trace === undefined ? undefined : await TraceFile.open(flags.trace);
    const tape = flags.tape === undefined ? undefined : await PictureTape.open(flags.tape);
    const exitCode = await runHostSession({
      host: {
        ...what,
        settings,
        coreOptions: parseCoreOptions(flags.option ?? []),
        controllers: parseControllers(flags.controller ?? []),
        bitrateBps: flags.bitrate === undefined ? undefined : flags.bitrate * 1000,
        scale: settings.scale,
        runAhead: settings.runAhead,
        cheats: flags.cheat,
        rewindBytes: settings.rewindBytes,
        earlyTicks: flags['early-ticks'],
        phaseLock: settings.phaseLock,
        maxViewers: flags['max-viewers'],
        newLink: flags['new-link'],
        resume: flags.resume,
        slot: flags.slot,
        dataDir: this.config.dataDir,
        cacheDir: this.config.cacheDir,
        version: this.config.version,
      },
      link: flags.link,
      events: this.events,
    }).finally(() => Promise.all([trace?.close(), tape?.close()]));
    return this.exit(exitCode);
  }
}

/** The parser would word it by the flag's inner name and value. */
function checkStart({ slot, resume }: HostFlags): void {
  if (slot === undefined || resume === undefined) return;
  throw new CloudgameError(
    'usage',
    `--slot and ${resume ? '--resume' : '--no-resume'} can't both be given.`,
    '--slot alone goes on from the slot, whatever automatic states there are.',
  );
}
