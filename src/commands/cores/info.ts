import { Args, Flags } from '@oclif/core';
import { descriptionLines } from '../../core-library/core-description.js';
import { describeCore } from '../../host/describe-core.js';
import { loadSettings } from '../../host/settings.js';
import { PACKAGE_ROOT } from '../../package-root.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { settingFlags } from '../../terminal/setting-flags.js';

export default class CoresInfo extends BaseCommand {
  static override summary =
    'Tell what an installed libretro core plays and needs, where it came from, and its options.';
  static override description =
    'The core is loaded in its sandbox and asked. Some cores have options that they tell with a game only (--game).';
  static override examples = [
    '<%= config.bin %> <%= command.id %> nestopia',
    '<%= config.bin %> <%= command.id %> nestopia --game game.nes',
  ];
  static override args = {
    name: Args.string({ description: 'Name of the core, or path of its library.', required: true }),
  };
  static override flags = {
    game: Flags.string({ summary: 'Game with which the core is asked.' }),
    sandbox: settingFlags.sandbox,
    'system-dir': settingFlags['system-dir'],
    json: Flags.boolean({ summary: 'Print it as JSON.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CoresInfo);
    const { dataDir, configDir } = this.config;
    const settings = await loadSettings({
      flags,
      environment: process.env,
      configDir,
      packageRoot: PACKAGE_ROOT,
    });
    const description = await describeCore(args.name, { game: flags.game, settings, dataDir });
    const lines = flags.json ? [JSON.stringify(description)] : descriptionLines(description);
    for (const line of lines) process.stdout.write(`${line}\n`);
  }
}
