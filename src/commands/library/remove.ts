import { Args } from '@oclif/core';
import { removeLibraryFolder } from '../../library/library-folders.js';
import { BaseCommand } from '../../terminal/base-command.js';

export default class LibraryRemove extends BaseCommand {
  static override summary = 'Remove a folder from the library; nothing in it is touched.';
  static override examples = ['<%= config.bin %> <%= command.id %> ~/games'];
  static override args = { folder: Args.string({ description: 'The folder.', required: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(LibraryRemove);
    const path = await removeLibraryFolder(this.config.dataDir, args.folder);
    this.tell(`Removed ${path} from the library. The games are still there.`);
  }
}
