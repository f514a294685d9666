import { Flags } from '@oclif/core';
import { openLibrary } from '../../library/game-library.js';
import { gamesOfSystem, libraryLines, listedGame } from '../../library/library-listing.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { printable } from '../../terminal/text-width.js';

export default class LibraryList extends BaseCommand {
  static override summary = 'List the games of the library, the last played first.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --system "Game Boy"',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    json: Flags.boolean({ summary: 'Print a JSON array.' }),
    system: Flags.string({ summary: 'Only the games of that system; a part of its name will do.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(LibraryList);
    const { dataDir, cacheDir } = this.config;
    const library = await openLibrary({ dataDir, cacheDir });
    const games = flags.system === undefined ? library.games : gamesOfSystem(library, flags.system);
    if (flags.json) this.log(JSON.stringify(games.map(listedGame), undefined, 2));
    else for (const line of libraryLines(games, Date.now())) this.log(printable(line));
    for (const fault of library.folders.flatMap(({ faults }) => faults)) this.tell(printable(`${fault}.`));
    if (library.folders.length === 0) this.tell('The library has no folders yet: cloudgame library add DIR');
  }
}
