import { Args } from '@oclif/core';
import { coreFolders } from '../../core-library/core-folders.js';
import { removeCore } from '../../core-library/remove-core.js';
import { BaseCommand } from '../../terminal/base-command.js';

export default class CoresRemove extends BaseCommand {
  static override summary = 'Remove a libretro core that cloudgame has installed.';
  static override examples = ['<%= config.bin %> <%= command.id %> snes9x'];
  static override args = { name: Args.string({ description: 'Name of the core.', required: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(CoresRemove);
    const core = await removeCore(args.name, coreFolders({ dataDir: this.config.dataDir }));
    this.tell(`Removed ${core.name}: ${core.path}`);
  }
}
