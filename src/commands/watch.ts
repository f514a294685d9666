import { Args, Flags } from '@oclif/core';
import { EXIT_CODES } from '../errors.js';
import { BaseCommand } from '../terminal/base-command.js';
import { catchInterrupts } from '../terminal/interrupts.js';
import { watch } from '../viewer/watch.js';
import { watchLines } from '../viewer/watch-words.js';

export default class Watch extends BaseCommand {
  static override summary = 'Watch a room without a browser, and tell what came of picture and sound.';
  static override description =
    'It enters by a link as a browser does, counts and checks what it gets, and can record the picture. With --viewers it ' +
    'stands for many people in load tests. Give it the link for watching: with one for playing it takes a seat.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "http://localhost:8010/v1/#1…" --duration 10',
    '<%= config.bin %> <%= command.id %> "http://localhost:8010/v1/#1…" --duration 60 --viewers 16 --json',
    '<%= config.bin %> <%= command.id %> "http://localhost:8010/v1/#1…" --record game.ivf',
  ];
  static override args = {
    url: Args.string({ description: 'Link of the room, in quotes.', required: true }),
  };
  static override flags = {
    json: Flags.boolean({
      summary: 'Print the result as one JSON object.',
      description: 'What it holds stands in docs/watch.md.',
    }),
    duration: Flags.integer({
      summary: 'Seconds to watch from the moment when all are in; until Ctrl-C where it isn’t given.',
      min: 1,
      max: 86_400,
    }),
    viewers: Flags.integer({ summary: 'How many viewers to be.', default: 1, min: 1, max: 256 }),
    transport: Flags.option({
      summary: 'Ways in which to take the picture: RTP, the frames channel, or whichever the host chooses.',
      options: ['auto', 'rtp', 'frames'] as const,
      default: 'auto' as const,
    })(),
    record: Flags.string({
      summary:
        'File for the picture of the first viewer: IVF for VP8, Annex B for H.264. Sound isn’t recorded.',
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Watch);
    const interrupts = catchInterrupts();
    const result = await watch({
      link: args.url,
      durationMs: flags.duration === undefined ? undefined : flags.duration * 1000,
      viewers: flags.viewers,
      transport: flags.transport,
      record: flags.record,
      signal: interrupts.signal,
      version: this.config.version,
      onEntered: (viewers) => {
        const who = viewers.length === 1 ? 'The viewer is' : `All ${viewers.length} viewers are`;
        this.tell(`${who} in.${flags.duration === undefined ? ' Ctrl-C ends it.' : ''}`);
      },
    });
    process.stdout.write(`${flags.json ? JSON.stringify(result) : watchLines(result).join('\n')}\n`);
    if (interrupts.signal.aborted) this.exit(EXIT_CODES.interrupted);
    if (result.viewers.some(({ ended }) => ended === 'lost')) this.exit(EXIT_CODES.network);
  }
}
