import { Args } from '@oclif/core';
import { benchFlags } from '../bench/command/bench-flags.js';
import { runBench } from '../bench/command/run-bench.js';
import { EXIT_CODES } from '../errors.js';
import { BaseCommand } from '../terminal/base-command.js';

export default class Bench extends BaseCommand {
  static override summary =
    'Measure how long a game takes from a key to the picture, and where the time goes.';
  static override description =
    'Hosts a game, opens its page in a browser on this computer, presses keys and follows each of them to the display. ' +
    'The result goes to standard output, as JSON with --json. docs/benchmarks.md says what each figure means.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json --codec h264 --assert "inputToPhotonMs.p95<60"',
    '<%= config.bin %> <%= command.id %> --network wifi,4g --transport rtp,frames --html report.html',
    '<%= config.bin %> <%= command.id %> --compare before.json',
  ];
  static override args = {
    game: Args.string({
      description: 'ROM to play, or `test-pattern`.',
      default: 'test-pattern',
      // Scripts leave all kinds of things on standard input.
      ignoreStdin: true,
    }),
  };
  static override flags = benchFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Bench);
    const { held } = await runBench(args.game, flags, {
      version: this.config.version,
      command: [this.config.bin, 'bench', ...this.argv],
    });
    if (!held) this.exit(EXIT_CODES.assertion);
  }
}
