import type { CoreView } from './core-view.js';

/** What Node's permission model (nodejs.org/api/permissions.html) can hold on some version of Node. */
export interface NodePermissions {
  readonly flags: readonly string[];
  /** Whether the network is denied as well. */
  readonly holdsNetwork: boolean;
}

/**
 * The flags that let a program in JavaScript read and write within a view, and start no program and no native code.
 *
 * @param known - the flags of this Node (`process.allowedNodeEnvironmentFlags`).
 * @returns `undefined` where this Node has no such flags, or could not keep to the view.
 */
export function nodePermissions(
  view: CoreView,
  known: ReadonlySet<string> = process.allowedNodeEnvironmentFlags,
): NodePermissions | undefined {
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  // An asterisk stands for any text, also where a file's name has one: it would allow more than that file.
  if (!flag || [...view.reads, ...view.writes].some((path) => path.includes('*'))) return undefined;
  // What Node says of the flag being young would stand among a core's last words.
  const quiet = flag === '--permission' ? [] : ['--disable-warning=ExperimentalWarning'];
  const reads = [...view.reads, ...view.writes].map((path) => `--allow-fs-read=${path}`);
  const writes = view.writes.map((path) => `--allow-fs-write=${path}`);
  return { flags: [flag, ...quiet, ...reads, ...writes], holdsNetwork: known.has('--allow-net') };
}
