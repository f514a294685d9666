import type { CoreComplaint } from '../../cores/protocol/core-message.js';
import type { SystemFolder } from './firmware-status.js';

/**
 * Words what a core can't do without and its system folder lacks.
 *
 * @param core - what the core is called.
 * @param system - what it plays, where that is known.
 * @returns `undefined` where everything is there.
 */
export function missingFirmware(
  core: string,
  system: string | undefined,
  { path, firmware }: SystemFolder,
): CoreComplaint | undefined {
  const required = firmware.filter(({ optional }) => !optional);
  const missing = required.filter(({ state }) => state === 'missing');
  const wrong = required.filter(({ state }) => state === 'other');
  if (missing.length + wrong.length === 0) return undefined;
  const sentences: string[] = [];
  if (missing.length > 0) {
    const files = missing.map((file) => file.description).join(', ');
    sentences.push(
      `The core ${core} needs files of the ${system ?? 'console'} that are not there: ${files}.`,
    );
  }
  for (const { path: name, md5 } of wrong) {
    sentences.push(`${name} is not the file that the core ${core} expects (MD5 ${md5}).`);
  }
  const files = [...missing, ...wrong].map((file) => file.path).join(', ');
  const choice = required.length > 1 ? ' Which of them it takes depends on the game.' : '';
  return {
    message: sentences.join(' '),
    hint: `Put ${files} into ${path}.${choice} Another folder is named with --system-dir.`,
  };
}

/** Whether a core has none of what it can't do without, so that hardly any game runs. */
export function lacksAllFirmware({ firmware }: SystemFolder): boolean {
  const required = firmware.filter(({ optional }) => !optional);
  return required.length > 0 && required.every(({ state }) => state === 'missing');
}
