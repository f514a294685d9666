import { Args, Flags } from '@oclif/core';
import { coreFolders } from '../core-library/core-folders.js';
import { EXIT_CODES } from '../errors.js';
import { suggestGames } from '../library/suggest-games.js';
import { chooseEntry } from '../terminal/choose-entry.js';
import { chooseGame } from '../terminal/choose-game.js';
import { HostCommand } from '../terminal/host-command.js';
import { hostFlags } from '../terminal/host-flags.js';

export default class HostGame extends HostCommand {
  static override summary = 'Host a game, and print the link with which friends play it in their browser.';
  static override description =
    'Without a game it offers those of the library (cloudgame library) and the current folder, and the bundled one. The link stays the same for a game on this computer. ' +
    'Where standard output is a pipe, it gets one link and nothing else.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> game.nes',
    '<%= config.bin %> <%= command.id %> game.nes --codec h264',
    '<%= config.bin %> <%= command.id %> games.zip --entry game.nes',
    '<%= config.bin %> <%= command.id %> --core ./path/to/program',
    '<%= config.bin %> <%= command.id %> game.nes --json',
  ];
  static override args = {
    game: Args.string({ description: 'File of the game, or a .zip archive with it.' }),
  };
  static override flags = {
    core: Flags.string({
      summary:
        'Core that plays the game: nes, snake, test-pattern, an installed libretro core by its name, or the path of a libretro core or of a program (cores/PROTOCOL.md).',
    }),
    entry: Flags.string({ summary: 'File of a .zip archive to play, where it holds several games.' }),
    ...hostFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(HostGame);
    const { game } = args;
    const { core, entry } = flags;
    const isNamed = game !== undefined || core !== undefined || entry !== undefined;
    const { dataDir, cacheDir } = this.config;
    const library = { dataDir, cacheDir, also: process.cwd() };
    if (game !== undefined) await suggestGames(game, library);
    const chosen = isNamed ? { game, core, entry } : await chooseGame(library);
    const whole = chosen && (await chooseEntry(chosen, coreFolders({ dataDir })));
    if (!whole) this.exit(EXIT_CODES.interrupted);
    await this.host(whole, flags);
  }
}
