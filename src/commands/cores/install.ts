import { Args, Errors, Flags } from '@oclif/core';
import { coreFolders } from '../../core-library/core-folders.js';
import { coreSource } from '../../core-library/core-source.js';
import { type Installation, type InstallOptions, installCore } from '../../core-library/install-core.js';
import { installInfosFor } from '../../core-library/install-infos.js';
import { EXIT_CODES } from '../../errors.js';
import { BaseCommand } from '../../terminal/base-command.js';
import { DownloadProgress } from '../../terminal/download-progress.js';
import { catchInterrupts } from '../../terminal/interrupts.js';

const sha256 = Flags.custom<string>({
  parse: async (digits) => {
    if (!/^[0-9a-f]{64}$/i.test(digits)) throw new Errors.CLIError('--sha256 takes 64 hex digits');
    return digits.toLowerCase();
  },
});

export default class CoresInstall extends BaseCommand {
  static override summary = 'Install a libretro core from the libretro buildbot or a mirror, or update it.';
  static override description =
    'The download is checked against the index, and its SHA-256 is written down beside the core. A core is a program ' +
    'that runs on this computer: take it only from where you trust.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> snes9x',
    '<%= config.bin %> <%= command.id %> snes9x --json | jq -r .sha256',
    '<%= config.bin %> <%= command.id %> snes9x --from https://mirror.example.org/nightly/linux/x86_64/latest/',
  ];
  static override args = { name: Args.string({ description: 'Name of the core.', required: true }) };
  static override flags = {
    from: Flags.string({
      summary: 'Folder of a mirror, as a URL: it holds .index-extended and the archives for this platform.',
    }),
    json: Flags.boolean({ summary: 'Print what was installed as JSON.' }),
    sha256: sha256({ summary: 'SHA-256 that the library has to have.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CoresInstall);
    const folders = coreFolders({ dataDir: this.config.dataDir });
    const source = coreSource(flags.from);
    const interrupts = catchInterrupts();
    const { signal } = interrupts;
    try {
      const core = await this.#install({
        name: args.name,
        source,
        folder: folders.own,
        sha256: flags.sha256,
        signal,
      });
      const isKnown = await installInfosFor(core.name, source, folders, signal).catch(() => false);
      if (flags.json) process.stdout.write(`${JSON.stringify(core)}\n`);
      if (!isKnown) {
        this.tell(
          `Which games it plays isn't known here, so name it: cloudgame host GAME --core ${core.name}`,
        );
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      interrupts.close();
    }
    if (signal.aborted) this.exit(EXIT_CODES.interrupted);
  }

  async #install(options: InstallOptions): Promise<Installation> {
    const progress = new DownloadProgress(`Installing ${options.name} from ${options.source.folder.host}`);
    const onProgress = (received: number, total: number | undefined) => progress.show(received, total);
    const core = await installCore({ ...options, onProgress }).finally(() => progress.close());
    this.tell(`Installed ${core.name}, built on ${core.built}: ${core.path}`);
    this.tell(`SHA-256 ${core.sha256}`);
    return core;
  }
}
