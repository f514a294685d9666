import { Args, Flags } from '@oclif/core';
import { CloudgameError } from '../../errors.js';
import { findSavedGame } from '../../saves/save-choice.js';
import { listSaves } from '../../saves/save-list.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { entryFlag } from '../../terminal/entry-flag.js';
import { saveLines } from '../../terminal/save-lines.js';

export default class SavesList extends BaseCommand {
  static override summary = 'List the saves of all games, or of one.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> game.nes --json',
  ];
  static override args = {
    game: Args.string({ description: 'File, title or first digits of the SHA-256 of the game.' }),
  };
  static override flags = {
    entry: entryFlag,
    json: Flags.boolean({ summary: 'Print a JSON array.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SavesList);
    const { dataDir } = this.config;
    const { game } = args;
    if (game === undefined && flags.entry !== undefined) {
      throw new CloudgameError(
        'usage',
        '--entry names a file in an archive, and no archive is named.',
        'Name a .zip file with it, or leave it out.',
      );
    }
    const store =
      game === undefined ? undefined : await findSavedGame(this.config, { game, entry: flags.entry });
    const saves = await listSaves(dataDir, store);
    if (flags.json) this.log(JSON.stringify(saves, undefined, 2));
    else if (saves.length === 0) this.tell('Nothing is saved yet: cloudgame host saves what it plays.');
    else for (const line of saveLines(saves, process.stdout.columns)) this.log(line);
  }
}
