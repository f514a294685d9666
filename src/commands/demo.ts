import { HostCommand } from '../terminal/host-command.js';
import { hostFlags } from '../terminal/host-flags.js';

export default class Demo extends HostCommand {
  static override summary = 'Host the bundled game, a snake for 1 to 4 players.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = hostFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Demo);
    await this.host({ core: 'snake' }, flags);
  }
}
