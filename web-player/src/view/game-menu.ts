import type { HostMessage } from '../../../src/protocol/control-message.js';
import {
  type ActionChoice,
  NO_CHOICE,
  type PlayerRight,
  type RoomAction,
  SPEEDS,
  type Speed,
} from '../../../src/protocol/room-action.js';
import { CheatList } from './cheat-list.js';
import { ChoiceRow } from './choice-row.js';
import { discWords, speedWords } from './menu-words.js';
import { slotRows } from './slot-list.js';
import { pressTwice } from './sure-button.js';

/** What this player may ask of the game; the menu, and the button that opens it, are there only where that is anything. */
export class GameMenu {
  readonly #dialog: HTMLDialogElement;
  readonly #opener: HTMLButtonElement;
  readonly #ask: (action: RoomAction) => void;
  readonly #speeds: ChoiceRow<Speed>;
  readonly #discs: ChoiceRow<string>;
  readonly #cheats: CheatList;
  #choice = NO_CHOICE;
  #shownSlots = '';
  #paused = false;
  #rewindHeld = false;

  constructor(dialog: HTMLDialogElement, opener: HTMLButtonElement, ask: (action: RoomAction) => void) {
    this.#dialog = dialog;
    this.#opener = opener;
    this.#ask = ask;
    this.#speeds = new ChoiceRow(this.#part('.speeds'), speedWords, (speed) => ask({ kind: 'speed', speed }));
    this.#discs = new ChoiceRow(this.#part('.discs'), discWords, (_, disc) => ask({ kind: 'disc', disc }));
    this.#cheats = new CheatList(this.#part('.cheats'), ask);
    opener.addEventListener('click', () => this.toggle());
    dialog.addEventListener('close', () => this.#closed());
    dialog.addEventListener('keydown', (event) => {
      // A dialog that leaves the page usable doesn't close by itself.
      if (event.key === 'Escape') dialog.close();
    });
    this.#button('pause').addEventListener('click', () => ask({ kind: this.#paused ? 'resume' : 'pause' }));
    this.#button('advance').addEventListener('click', () => ask({ kind: 'advance' }));
    this.#button('undo').addEventListener('click', () => ask({ kind: 'undo' }));
    pressTwice(this.#button('reset'), 'Really reset?', () => ask({ kind: 'reset' }));
    this.#listenToRewind(this.#button('rewind'));
    this.#show();
  }

  take(message: HostMessage): void {
    if (message.type === 'welcome' || message.type === 'actions') this.#choice = message.actions;
    else if (message.type !== 'state') return;
    if (message.type === 'welcome' || message.type === 'state') this.#paused = message.state === 'paused';
    this.#show();
  }

  /** There is nobody to ask any more. */
  disconnect(): void {
    this.#rewindHeld = false;
    this.#choice = NO_CHOICE;
    this.#show();
  }

  toggle(): void {
    if (this.#dialog.open) this.#dialog.close();
    else if (!this.#opener.hidden) {
      // Not modal: who rewinds wants to see the picture.
      this.#dialog.show();
      this.#opener.setAttribute('aria-expanded', 'true');
    }
  }

  /** Lets go of what is held. */
  release(): void {
    if (!this.#rewindHeld) return;
    this.#rewindHeld = false;
    this.#ask({ kind: 'rewind', on: false });
  }

  #closed(): void {
    this.release();
    this.#opener.setAttribute('aria-expanded', 'false');
    // The keys belong to the game again.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  #show(): void {
    const { rights, canUndo, speed, rewinding, discs, disc } = this.#choice;
    this.#opener.hidden = rights.length === 0;
    if (rights.length === 0 && this.#dialog.open) this.#dialog.close();
    const may = (right: PlayerRight) => rights.includes(right);
    for (const [name, right] of [
      ['pause', 'pause'],
      ['advance', 'pause'],
      ['rewind', 'rewind'],
      ['undo', 'load'],
      ['reset', 'reset'],
    ] as const) {
      this.#button(name).hidden = !may(right);
    }
    this.#button('pause').textContent = this.#paused ? 'Go on' : 'Pause';
    this.#button('undo').disabled = !canUndo;
    this.#button('rewind').setAttribute('aria-pressed', String(rewinding));
    this.#speeds.show(may('speed') ? SPEEDS : [], SPEEDS.indexOf(speed));
    this.#discs.show(may('disc') ? discs : [], disc);
    this.#cheats.show(this.#choice);
    this.#showSlots(this.#choice);
  }

  #showSlots(choice: ActionChoice): void {
    const { rights, slots } = choice;
    const shown = JSON.stringify([rights, slots]);
    // What didn't change keeps its focus, and the question that it may be asking.
    if (shown === this.#shownSlots) return;
    this.#shownSlots = shown;
    const list = this.#part('.slots');
    const focused = [...list.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
    const hasSlots = rights.includes('save') || rights.includes('load');
    list.parentElement!.hidden = !hasSlots;
    list.replaceChildren(...(hasSlots ? slotRows(choice, this.#ask) : []));
    if (focused >= 0) list.querySelectorAll('button')[focused]?.focus();
  }

  /** Held by a finger or the mouse; by the keyboard, or a screen reader, one press begins and the next ends it. */
  #listenToRewind(button: HTMLButtonElement): void {
    button.addEventListener('pointerdown', (event) => {
      button.setPointerCapture(event.pointerId);
      this.#rewindHeld = true;
      this.#ask({ kind: 'rewind', on: true });
    });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      button.addEventListener(type, () => this.release());
    }
    // A long touch is for holding here.
    button.addEventListener('contextmenu', (event) => event.preventDefault());
    button.addEventListener('click', (event) => {
      if (event.detail > 0) return;
      this.#rewindHeld = !this.#choice.rewinding;
      this.#ask({ kind: 'rewind', on: this.#rewindHeld });
    });
  }

  #button(name: string): HTMLButtonElement {
    return this.#dialog.querySelector<HTMLButtonElement>(`[data-action=${name}]`)!;
  }

  #part(selector: string): HTMLElement {
    return this.#dialog.querySelector<HTMLElement>(selector)!;
  }
}
