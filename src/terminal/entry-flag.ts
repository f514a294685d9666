import { Flags } from '@oclif/core';

/** The flag of commands that are about a game, which may be in an archive. */
export const entryFlag = Flags.string({
  summary: 'Name of the file in the .zip archive that is meant, where it holds several games.',
});
