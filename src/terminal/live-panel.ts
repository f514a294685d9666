import { createLogUpdate } from 'log-update';
import type { HostView } from '../host/host-view.js';
import type { RoomAction } from '../protocol/room-action.js';
import { copyToClipboard } from './clipboard.js';
import { coloursFor } from './colours.js';
import { type KeyInput, readKeys } from './keys.js';
import { bestLink } from './link-output.js';
import { renderPanel } from './panel.js';
import { PanelKeys } from './panel-keys.js';
import { qrSize, renderQr } from './qr.js';

export interface LivePanelOptions {
  readonly view: HostView;
  readonly input: KeyInput;
  /** The terminal that it draws on, which is not where links for pipes go. */
  readonly output: NodeJS.WriteStream;
  /** Called for Ctrl-C. */
  readonly onInterrupt: () => void;
  readonly copy?: (text: string) => Promise<boolean>;
}

/** Twice a second. */
const REDRAW_INTERVAL = 500;
/** Milliseconds for which a notice stands. */
const NOTICE_TIME = 4_000;

/** The live panel of a running host at the bottom of a terminal, with its single keys. */
export class LivePanel {
  readonly #options: LivePanelOptions;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #stopKeys: () => void;
  readonly #onResize = () => this.#redraw();
  readonly #keys = new PanelKeys();
  #help = false;
  #lineCount = 0;
  #question: string | undefined;
  #notice: string | undefined;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: LivePanelOptions) {
    this.#options = options;
    this.#draw = createLogUpdate(options.output);
    this.#stopKeys = readKeys(options.input, {
      onKey: (key) => this.#press(key),
      onInterrupt: options.onInterrupt,
    });
    this.#timer = setInterval(() => this.#redraw(), REDRAW_INTERVAL);
    options.output.on('resize', this.#onResize);
    this.#redraw();
  }

  /** Prints a text above the panel, where it stays. */
  print(text: string): void {
    if (this.#closed) return;
    this.#draw.clear();
    this.#options.output.write(`${text}\n`);
    this.#redraw();
  }

  /** Says something below the panel for a moment. */
  say(notice: string): void {
    if (this.#closed) return;
    clearTimeout(this.#noticeTimer);
    this.#notice = notice;
    this.#noticeTimer = setTimeout(() => {
      this.#notice = undefined;
      this.#redraw();
    }, NOTICE_TIME);
    this.#redraw();
  }

  /** Takes the panel away and gives the terminal back; calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#noticeTimer);
    this.#options.output.off('resize', this.#onResize);
    this.#stopKeys();
    this.#draw.clear();
    this.#draw.done();
  }

  #redraw(): void {
    if (this.#closed) return;
    const { output, view } = this.#options;
    const lines = renderPanel(view, {
      columns: output.columns ?? 80,
      colours: coloursFor(output),
      help: this.#help,
      notice: this.#question ?? this.#notice,
    });
    // log-update loses lines where some are put in above others that stay.
    if (lines.length !== this.#lineCount) this.#draw.clear();
    this.#lineCount = lines.length;
    this.#draw(lines.join('\n'));
  }

  #press(key: string): void {
    const { view } = this.#options;
    const intent = this.#keys.press(key, view);
    this.#question = intent.kind === 'ask' ? intent.text : undefined;
    switch (intent.kind) {
      case 'act':
        void this.#act(intent.action);
        break;
      case 'say':
        this.say(intent.text);
        break;
      case 'copy':
        void this.#copyLink();
        break;
      case 'qr':
        this.#showQr();
        break;
      case 'quit':
        view.quit();
        break;
      case 'help':
        this.#help = !this.#help;
        break;
    }
    this.#redraw();
  }

  async #act(action: RoomAction): Promise<void> {
    const { message } = await this.#options.view.act(action);
    this.say(message);
  }

  async #copyLink(): Promise<void> {
    const link = this.#link;
    if (await (this.#options.copy ?? copyToClipboard)(link)) {
      this.say('Link copied.');
    } else {
      this.print(link);
      this.say('There is no clipboard here: the link stands above.');
    }
  }

  #showQr(): void {
    const { output } = this.#options;
    const size = qrSize(this.#link);
    if (size.columns > (output.columns ?? 0) || size.rows + 1 > (output.rows ?? 0)) {
      this.say(`The QR code needs a terminal of ${size.columns} columns and ${size.rows + 1} rows.`);
      return;
    }
    this.print([...renderQr(this.#link, coloursFor(output).level > 0), this.#link].join('\n'));
  }

  get #link(): string {
    const { facts, publicDoor } = this.#options.view;
    return bestLink(facts.links, publicDoor?.kind === 'open');
  }
}
