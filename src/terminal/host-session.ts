import { once } from 'node:events';
import { EXIT_CODES } from '../errors.js';
import type { UntimedEvent } from '../host/events.js';
import { Host } from '../host/host.js';
import type { HostOptions } from '../host/host-parts.js';
import { rememberHosted } from '../library/remember-hosted.js';
import { askToResume } from './ask-to-resume.js';
import { copyToClipboard } from './clipboard.js';
import { coloursFor } from './colours.js';
import type { EventWriter } from './event-writer.js';
import { catchInterrupts, type Interrupts } from './interrupts.js';
import {
  checkLinkChoice,
  describeLinks,
  describePublicDoor,
  type LinkChoice,
  linkForPipe,
} from './link-output.js';
import { LivePanel } from './live-panel.js';
import { qrSize, renderQr } from './qr.js';
import { canAsk } from './question.js';
import { describeSandbox } from './sandbox-line.js';

export interface HostSessionOptions {
  readonly host: HostOptions;
  /** Which link standard output carries where it is no terminal. */
  readonly link: LinkChoice | undefined;
  /** Where events go with `--json`; `undefined` for people. */
  readonly events: EventWriter | undefined;
}

/** Hosts a game from a command line until it ends; returns the exit code. Throws where the game can't be hosted. */
export async function runHostSession(options: HostSessionOptions): Promise<number> {
  const interrupts = catchInterrupts();
  try {
    const screen = new Screen(options, interrupts);
    const host = await openHost(options, screen, interrupts);
    if (!host) return interrupted(options.events);
    try {
      checkLinkChoice(options.link, host.facts.links);
      const end = waitForEnd(host, interrupts, options.events);
      // What is shown may wait for the public door; the end doesn't wait for that.
      await Promise.race([screen.open(host), end]);
      return await end;
    } finally {
      screen.close();
      await host.close('The host ended the game.');
    }
  } finally {
    interrupts.close();
  }
}

/** `undefined` where it was interrupted before the game could begin. */
async function openHost(
  { host, events }: HostSessionOptions,
  screen: Screen,
  interrupts: Interrupts,
): Promise<Host | undefined> {
  const { signal } = interrupts;
  const mayAsk = !events && canAsk();
  const resume =
    host.resume ?? (mayAsk ? (savedAtMs: number) => askToResume(savedAtMs, interrupts) : undefined);
  try {
    const show = (event: UntimedEvent) => {
      rememberHosted(host, event);
      screen.show(event);
    };
    return await Host.open({ ...host, resume }, show, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function waitForEnd(
  host: Host,
  interrupts: Interrupts,
  events: EventWriter | undefined,
): Promise<number> {
  const aborted = interrupts.signal.aborted ? Promise.resolve() : once(interrupts.signal, 'abort');
  const end = await Promise.race([host.ended, aborted.then(() => undefined)]);
  if (end?.failure) {
    await host.close(`The host had to end the game. ${end.reason}`);
    throw end.failure;
  }
  await host.close(end?.reason ?? 'The host ended the game.');
  if (!end) return interrupted(events);
  events?.write({ event: 'closed', reason: end.reason, exitCode: 0 });
  return 0;
}

function interrupted(events: EventWriter | undefined): number {
  events?.write({ event: 'closed', reason: 'Interrupted.', exitCode: EXIT_CODES.interrupted });
  return EXIT_CODES.interrupted;
}

/** What a host's command line shows: events for scripts, or links, a live panel and notices for people. */
class Screen {
  readonly #options: HostSessionOptions;
  readonly #interrupts: Interrupts;
  #panel: LivePanel | undefined;
  #early: string[] | undefined = [];

  constructor(options: HostSessionOptions, interrupts: Interrupts) {
    this.#options = options;
    this.#interrupts = interrupts;
  }

  show(event: UntimedEvent): void {
    const { events } = this.#options;
    if (events) {
      events.write(event);
    } else if (event.event === 'warning') {
      this.#tell(event.message);
    } else if (event.event === 'action') {
      // What the person at this terminal does is answered there.
      if (event.viewer !== null) this.#panel?.say(event.message);
    } else if (event.event === 'link' && event.state === 'down' && event.reason) {
      const state = { kind: 'down', reason: 'unreachable', message: event.reason } as const;
      this.#tell(describePublicDoor(state, process.stderr.columns ?? Number.POSITIVE_INFINITY).join('\n'));
    }
  }

  /** Shows the links, and on a terminal the panel. */
  async open(host: Host): Promise<void> {
    if (this.#options.events) return;
    const { links, title, core, builtIn, sandbox } = host.facts;
    const isTerminal = process.stdout.isTTY && process.stderr.isTTY;
    const lines = [
      `Hosting ${title} (${core}).${builtIn === undefined ? '' : ` The built-in core plays it as well: --core ${builtIn}`}`,
      describeSandbox(sandbox),
      '',
      ...describeLinks(links, coloursFor(process.stderr)),
    ];
    if (links.public === undefined) lines.push('', noPublicLink(this.#options.host));
    process.stderr.write(`${lines.join('\n')}\n\n`);
    if (isTerminal) {
      this.#showQr(links.local);
      await copyLink(links.local);
    }
    for (const text of this.#early ?? []) process.stderr.write(`${text}\n`);
    this.#early = undefined;
    if (!process.stdout.isTTY) {
      const link = await linkForPipe(links, this.#options.link, host.publicDoorOpening);
      // A link to what is ending is none.
      if (this.#interrupts.signal.aborted) return;
      process.stdout.write(`${link}\n`);
    }
    if (isTerminal && process.stdin.isTTY) this.#openPanel(host);
  }

  close(): void {
    this.#panel?.close();
  }

  #openPanel(host: Host): void {
    this.#panel = new LivePanel({
      view: host,
      input: process.stdin,
      output: process.stderr,
      onInterrupt: () => this.#interrupts.interrupt(),
    });
  }

  #showQr(link: string): void {
    const { columns, rows } = process.stderr;
    const size = qrSize(link);
    // The panel and the links shall be seen with it.
    if (size.columns > columns || size.rows > rows / 2) return;
    process.stderr.write(`${renderQr(link, coloursFor(process.stderr).level > 0).join('\n')}\n\n`);
  }

  #tell(text: string): void {
    if (this.#panel) this.#panel.print(text);
    else if (this.#early) this.#early.push(text);
    else process.stderr.write(`${text}\n`);
  }
}

async function copyLink(link: string): Promise<void> {
  if (await copyToClipboard(link)) process.stderr.write('The link for this network is in the clipboard.\n\n');
}

function noPublicLink({ settings }: HostOptions): string {
  return settings.signalling.kind === 'embedded'
    ? 'No public link: --signal embedded keeps the room in this network.'
    : 'No public link: no published player page is set. Name one with --player-url (docs/player-page.md).';
}
