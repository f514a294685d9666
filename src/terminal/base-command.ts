import { Command, Errors, Flags } from '@oclif/core';
import { coloursFor } from './colours.js';
import { EventWriter } from './event-writer.js';
import { describeFailure, failureOf } from './failure.js';

/** The flag of commands that print events. */
export const jsonFlag = Flags.boolean({
  summary: 'Print events as JSON, one a line.',
  description: 'What each event holds, and the exit codes, stand in docs/json-events.md.',
});

/** A command whose failures are worded, as people or as scripts want them, and end the process with the right code. */
export abstract class BaseCommand extends Command {
  #events: EventWriter | undefined;

  /** Where events go with `--json`; `undefined` without. */
  protected get events(): EventWriter | undefined {
    const takesJson = 'json' in (this.ctor.flags ?? {});
    const end = this.argv.indexOf('--');
    const given = (end === -1 ? this.argv : this.argv.slice(0, end)).includes('--json');
    if (takesJson && given) this.#events ??= new EventWriter(process.stdout);
    return this.#events;
  }

  /** Tells people something; it never gets into what a pipe reads. */
  protected tell(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  protected override async catch(error: Error): Promise<never> {
    if (error instanceof Errors.ExitError) throw error;
    const failure = failureOf(error);
    this.events?.write({
      event: 'closed',
      reason: failure.message,
      hint: failure.hint,
      exitCode: failure.exitCode,
    });
    this.tell(describeFailure(failure, process.stderr.columns ?? 100, coloursFor(process.stderr)));
    return this.exit(failure.exitCode);
  }
}
