import { Args, Flags } from '@oclif/core';
import { exportFile, exportSave } from '../../saves/export-save.js';
import { findSave, findSavedGame } from '../../saves/save-choice.js';
import { titleOfSave } from '../../saves/save-name.js';
import { whileNotPlayed } from '../../saves/while-not-played.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { entryFlag } from '../../terminal/entry-flag.js';

export default class SavesExport extends BaseCommand {
  static override summary = 'Copy a save to a file.';
  static override description =
    'Save RAM comes as the .sav file that other emulators read, and what a core wrote by itself as a folder; states go on in cloudgame only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> game.nes',
    '<%= config.bin %> <%= command.id %> game.nes slot-1 --to boss.state',
  ];
  static override args = {
    game: Args.string({
      description: 'File, title or first digits of the SHA-256 of the game.',
      required: true,
    }),
    save: Args.string({ description: 'Name of the save, as the list shows it.', default: 'battery' }),
  };
  static override flags = {
    entry: entryFlag,
    to: Flags.string({
      summary: 'File or folder to write; by default one in this folder, named after the game.',
    }),
    force: Flags.boolean({ summary: 'Replace the file.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SavesExport);
    const store = await findSavedGame(this.config, { game: args.game, entry: flags.entry });
    const save = await findSave(store, args.save);
    const file = flags.to ?? exportFile(save, await store.readTitle());
    const copy = () => exportSave(store, save, file, flags.force);
    // A core could put a link in a file's place while that is copied.
    await (save.kind === 'core-files' ? whileNotPlayed(store, copy) : copy());
    this.tell(`${titleOfSave(save)} is in ${file}.`);
  }
}
