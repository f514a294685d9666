import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

/** Of util-linux; with it a program runs on some of the processors only. */
const PROGRAM = 'taskset';

/** The path of `taskset`, and the number of the processor. */
export interface PinnedTo {
  readonly taskset: string;
  readonly processor: number;
}

/** How programs are kept on one processor, or why they aren't. */
export type Pinning =
  | PinnedTo
  /** In words for people, where somebody would expect it; `undefined` where there is nothing to be kept apart. */
  | { readonly taskset?: undefined; readonly missing: string | undefined };

/** Where it is found on the search path of the environment, or `undefined`. */
export function findTaskset(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return (environment.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, PROGRAM))
    .find(isExecutable);
}

/** Keeps programs on the last processor, so that a host can have the others. */
export function lastProcessor(
  environment: NodeJS.ProcessEnv = process.env,
  processors = availableParallelism(),
  platform: NodeJS.Platform = process.platform,
): Pinning {
  if (processors < 2) return { missing: undefined };
  const shared = 'The viewers without a browser took time of all processors, the host’s among them';
  if (platform !== 'linux') return { missing: `${shared}: only on Linux they are kept on one.` };
  const taskset = findTaskset(environment);
  if (taskset !== undefined) return { taskset, processor: processors - 1 };
  return { missing: `${shared}: \`taskset\` (util-linux), which keeps them on one, is not installed.` };
}

/** What a benchmark says of its viewers without browsers where they may have taken the host's time. */
export function pinningWarnings(pinning: Pinning = lastProcessor()): string[] {
  return pinning.taskset === undefined && pinning.missing !== undefined ? [pinning.missing] : [];
}

/** The words before a command line that keep it where it is to be. */
export function pinned(pinning: Pinning): string[] {
  if (pinning.taskset === undefined) return [];
  return [pinning.taskset, '--cpu-list', String(pinning.processor)];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
