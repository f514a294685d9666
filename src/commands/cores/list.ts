import { Flags } from '@oclif/core';
import { coreFolders } from '../../core-library/core-folders.js';
import { listedAvailable, listedInstalled, listingLines } from '../../core-library/core-listing.js';
import { coreSource, listAvailableCores } from '../../core-library/core-source.js';
import { listInstalledCores } from '../../core-library/installed-cores.js';
import { BaseCommand } from '../../terminal/base-command.js';

export default class CoresList extends BaseCommand {
  static override summary = 'List libretro cores: those on this computer, or those to install.';
  static override description =
    "Cores are looked for in cloudgame's own folder, in those of RetroArch, and where the system's packages put them.";
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --available',
  ];
  static override flags = {
    available: Flags.boolean({ summary: 'List the cores that can be installed.' }),
    from: Flags.string({ summary: 'Folder of a mirror in place of the libretro buildbot, as a URL.' }),
    json: Flags.boolean({ summary: 'Print the list as JSON.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(CoresList);
    const folders = coreFolders({ dataDir: this.config.dataDir });
    const available = flags.available || flags.from !== undefined;
    const cores = available
      ? await Promise.all(
          (await listAvailableCores(coreSource(flags.from))).map((core) => listedAvailable(core, folders)),
        )
      : (await listInstalledCores(folders)).map((core) => listedInstalled(core, folders));
    const lines = flags.json ? [JSON.stringify(cores)] : listingLines(cores);
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (cores.length > 0 || flags.json) return;
    this.tell(
      'No libretro core is installed; NES games play all the same. To see what there is: cloudgame cores list --available',
    );
  }
}
