import { dirname, resolve } from 'node:path';
import { makeCallback } from './callbacks.js';
import type { CommandLine } from './command-line.js';
import { gameInfoOf, readContent } from './content.js';
import { CoreOptions } from './core-options.js';
import { discsOfList } from './disc-list.js';
import { Environment } from './environment.js';
import { openLibrary } from './library.js';
import { loadRefusal, refuseSubsystemGame } from './load-refusal.js';
import { Picture } from './picture.js';
import { Sound } from './sound.js';

/** What a core tells of itself, as JSON has it. */
export interface CoreReport {
  readonly name: string;
  readonly version: string;
  /** With the dot. */
  readonly extensions: readonly string[];
  readonly needsFullPath: boolean;
  readonly options: readonly ReportedOption[];
}

export interface ReportedOption {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  /** What its category is called. */
  readonly category?: string;
  readonly default: string;
  /** The default is among them, and first. */
  readonly values: readonly { readonly value: string; readonly label?: string }[];
}

/**
 * Asks a core about itself. Some declare their options only with a game, which is loaded where one is given, and never
 * run; a process can ask one core.
 *
 * @throws CoreError where it is no core, or doesn't take the game.
 */
export function reportOn({ library, game, system, saves, infoFile, options }: CommandLine): CoreReport {
  const path = resolve(library);
  const systemFolder = system ?? dirname(game === undefined ? path : resolve(game));
  const core = openLibrary(path);
  const environment = new Environment({
    options: new CoreOptions(options),
    folders: { library: path, system: systemFolder, saves },
    picture: new Picture(),
    sound: new Sound(),
    setRumble: makeCallback('setRumble', () => false),
  });
  core.setEnvironment(
    makeCallback('environment', (command: number, data: bigint | null) => environment.answer(command, data)),
  );
  core.setVideoRefresh(makeCallback('video', () => {}));
  core.setAudioSample(makeCallback('audioSample', () => {}));
  core.setAudioSampleBatch(makeCallback('audioBatch', (_samples: unknown, frames: number) => frames));
  core.setInputPoll(makeCallback('inputPoll', () => {}));
  core.setInputState(makeCallback('inputState', () => 0));
  core.init();
  const info = core.systemInfo();
  const played = discsOfList(game, info.valid_extensions)[0]?.path ?? game;
  refuseSubsystemGame(environment, info, played);
  if (played !== undefined && !core.loadGame(gameInfoOf(readContent(played, info.need_fullpath)))) {
    throw loadRefusal(environment, info, path, played, systemFolder, infoFile);
  }
  return {
    name: info.library_name,
    version: info.library_version,
    extensions: (info.valid_extensions ?? '').split('|').flatMap((name) => (name === '' ? [] : [`.${name}`])),
    needsFullPath: info.need_fullpath,
    options: reportedOptions(environment.options),
  };
}

function reportedOptions({ list, categories }: CoreOptions): ReportedOption[] {
  return list.map(({ key, label, description, category, values, valueLabels }) => {
    const categoryLabel = category === undefined ? undefined : categories.get(category);
    return {
      key,
      label,
      ...(description === undefined ? {} : { description }),
      ...(categoryLabel === undefined ? {} : { category: categoryLabel }),
      default: values[0]!,
      values: values.map((value) => {
        const valueLabel = valueLabels?.get(value);
        return { value, ...(valueLabel === undefined || valueLabel === value ? {} : { label: valueLabel }) };
      }),
    };
  });
}
