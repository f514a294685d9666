import { parseArgs } from 'node:util';
import { CoreError } from '../protocol/core-error.js';

export interface CommandLine {
  readonly library: string;
  readonly game: string | undefined;
  /** Folder of BIOS files. */
  readonly system: string | undefined;
  /** Folder that the core may write to. */
  readonly saves: string | undefined;
  /** The core's `.info` file, where the host found it. */
  readonly infoFile: string | undefined;
  /** The user's values of core options, by key; what the core doesn't have of them is left out. */
  readonly options: ReadonlyMap<string, string>;
  /** What the user plugs in, by port from 1: the core's name for it, or its number. */
  readonly controllers: ReadonlyMap<number, string>;
}

const USAGE =
  'main.js LIBRARY [GAME] [--system DIR] [--saves DIR] [--info FILE] [--option key=value …] [--port N=DEVICE …]';

/** @throws CoreError where it can't be understood. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [library, game, ...more] = positionals;
  if (library === undefined || more.length > 0) {
    throw new CoreError(
      'The libretro core was started without a library, or with too much.',
      `Usage: ${USAGE}`,
    );
  }
  return {
    library,
    game,
    system: values.system,
    saves: values.saves,
    infoFile: values.info,
    options: new Map((values.option ?? []).map(readOption)),
    controllers: new Map((values.port ?? []).map(readController)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        system: { type: 'string' },
        saves: { type: 'string' },
        info: { type: 'string' },
        option: { type: 'string', multiple: true },
        port: { type: 'string', multiple: true },
      },
    });
  } catch (cause) {
    throw new CoreError(cause instanceof Error ? cause.message : String(cause), `Usage: ${USAGE}`, { cause });
  }
}

function readController(text: string): [port: number, controller: string] {
  const [, port, controller] = /^(\d{1,2})=(.+)$/.exec(text) ?? [];
  if (port !== undefined && controller !== undefined) return [Number(port), controller];
  throw new CoreError(`"${text}" plugs nothing in.`, 'Write it as N=DEVICE, with the port from 1: 2=Zapper.');
}

function readOption(text: string): [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new CoreError(`The option "${text}" has no value.`, 'Write it as key=value.');
}
