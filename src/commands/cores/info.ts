import { Args, Flags } from '@oclif/core';
import { describeCore, descriptionLines } from '../../core-library/core-description.js';
import { coreFolders } from '../../core-library/core-folders.js';
import { requireInstalledCore } from '../../core-library/installed-cores.js';
import { BaseCommand } from '../../terminal/base-command.js';

export default class CoresInfo extends BaseCommand {
  static override summary = 'Tell what an installed libretro core plays, needs, and where it came from.';
  static override examples = ['<%= config.bin %> <%= command.id %> nestopia'];
  static override args = { name: Args.string({ description: 'Name of the core.', required: true }) };
  static override flags = { json: Flags.boolean({ summary: 'Print it as JSON.' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CoresInfo);
    const folders = coreFolders({ dataDir: this.config.dataDir });
    const description = await describeCore(await requireInstalledCore(args.name, folders));
    const lines = flags.json ? [JSON.stringify(description)] : descriptionLines(description);
    for (const line of lines) process.stdout.write(`${line}\n`);
  }
}
