import { Args } from '@oclif/core';
import { openLibrary } from '../../library/game-library.js';
import { addLibraryFolder } from '../../library/library-folders.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { printable } from '../../terminal/text-width.js';

export default class LibraryAdd extends BaseCommand {
  static override summary = 'Add a folder with games, which `cloudgame host` then offers with those in it.';
  static override examples = ['<%= config.bin %> <%= command.id %> ~/games'];
  static override args = { folder: Args.string({ description: 'The folder.', required: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(LibraryAdd);
    const { dataDir, cacheDir } = this.config;
    const { path, isNew } = await addLibraryFolder(dataDir, args.folder);
    // Archives that are new are read, which takes a second for each few thousand.
    if (process.stderr.isTTY) this.tell(`Looking through ${path} …`);
    const { folders } = await openLibrary({ dataDir, cacheDir });
    const { games = 0, faults = [] } = folders.find((folder) => folder.path === path) ?? {};
    this.tell(
      `${isNew ? 'Added' : 'The library has'} ${path}: ${games} ${games === 1 ? 'game' : 'games'} in it.`,
    );
    for (const fault of faults) this.tell(printable(`${fault}.`));
  }
}
