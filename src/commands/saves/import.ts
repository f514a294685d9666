import { Args, Flags } from '@oclif/core';
import { SLOTS } from '../../protocol/room-action.js';
import { importSave } from '../../saves/import-save.js';
import { importTarget } from '../../saves/save-choice.js';
import { titleOfSave } from '../../saves/save-name.js';
import { whileNotPlayed } from '../../saves/while-not-played.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { entryFlag } from '../../terminal/entry-flag.js';

export default class SavesImport extends BaseCommand {
  static override summary = 'Take a save in from a file.';
  static override description =
    'A file that ends in .sav or .srm is save RAM as emulators have it, and a folder what a core writes by itself; anything else must be a state that was exported.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> game.nes game.sav',
    '<%= config.bin %> <%= command.id %> game.nes boss.state --slot 2',
  ];
  static override args = {
    game: Args.string({
      description: 'File of the game; or title or first digits of the SHA-256 of one that has saves.',
      required: true,
    }),
    file: Args.string({ description: 'File or folder to take in.', required: true }),
  };
  static override flags = {
    entry: entryFlag,
    slot: Flags.integer({
      summary: 'Slot for a state; the first free one by default.',
      min: 1,
      max: SLOTS,
    }),
    force: Flags.boolean({ summary: 'Replace the save that is there.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SavesImport);
    const { store, title } = await importTarget(this.config, { game: args.game, entry: flags.entry });
    const save = await whileNotPlayed(store, () =>
      importSave(store, args.file, { title, slot: flags.slot, overwrite: flags.force }),
    );
    this.tell(`${args.file} is saved as ${titleOfSave(save)}.`);
  }
}
