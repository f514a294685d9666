import { Args, Flags } from '@oclif/core';
import { removeSave } from '../../saves/remove-save.js';
import { findSave, findSavedGame } from '../../saves/save-choice.js';
import { whileNotPlayed } from '../../saves/while-not-played.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { entryFlag } from '../../terminal/entry-flag.js';

export default class SavesRemove extends BaseCommand {
  static override summary = 'Remove a save, or all saves of a game.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> game.nes slot-1',
    '<%= config.bin %> <%= command.id %> game.nes --all',
  ];
  static override args = {
    game: Args.string({
      description: 'File, title or first digits of the SHA-256 of the game.',
      required: true,
    }),
    save: Args.string({ description: 'Name of the save, as the list shows it.' }),
  };
  static override flags = {
    entry: entryFlag,
    all: Flags.boolean({ summary: 'Remove everything that is saved of the game.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SavesRemove);
    const store = await findSavedGame(this.config, { game: args.game, entry: flags.entry });
    const save = args.save === undefined ? undefined : await findSave(store, args.save);
    const removed = await whileNotPlayed(store, () => removeSave(store, save, flags.all));
    this.tell(`Removed: ${removed}.`);
  }
}
