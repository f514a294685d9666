import { CloudgameError } from '../errors.js';

/**
 * Reads what `--controller` plugs in: `2=Zapper`.
 *
 * @returns the core's names of devices, by port from 1; of a port that is named twice, the last.
 * @throws CloudgameError `usage` for anything else.
 */
export function parseControllers(texts: readonly string[]): ReadonlyMap<number, string> {
  return new Map(
    texts.map((text) => {
      const [, port, device] = /^([1-9]|1[0-6])=(.{1,100})$/.exec(text) ?? [];
      if (port !== undefined && device !== undefined) return [Number(port), device];
      throw new CloudgameError(
        'usage',
        `--controller ${text}: this plugs nothing into a port.`,
        'Write it as N=DEVICE, with the port from 1 to 16 and the core’s name of the device: --controller 2=Zapper',
      );
    }),
  );
}
