import { Args } from '@oclif/core';
import { CloudgameError } from '../errors.js';
import { HostCommand } from '../terminal/host-command.js';
import { hostFlags } from '../terminal/host-flags.js';

export default class Demo extends HostCommand {
  static override summary = 'Host the bundled game, a snake for 1 to 4 players.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  // Named so that a file given by mistake gets an answer that helps.
  static override args = { game: Args.string({ hidden: true }) };
  static override flags = hostFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Demo);
    if (args.game !== undefined) {
      throw new CloudgameError(
        'usage',
        `The demo brings its own game; it can't play "${args.game}".`,
        'Host a game of yours with: cloudgame host GAME',
      );
    }
    await this.host({ core: 'snake' }, flags);
  }
}
