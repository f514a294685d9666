import type { HostMessage } from '../../../src/protocol/control-message.js';

/** What the bar says of the room: the game, the own seat, and who else is there. */
export class RoomFacts {
  readonly #title: HTMLElement;
  readonly #seat: HTMLElement;
  readonly #people: HTMLElement;

  constructor(bar: HTMLElement) {
    this.#title = bar.querySelector<HTMLElement>('.game')!;
    this.#seat = bar.querySelector<HTMLElement>('.seat')!;
    this.#people = bar.querySelector<HTMLElement>('.people')!;
  }

  take(message: HostMessage): void {
    if (message.type === 'welcome') {
      this.#title.textContent = message.title;
      document.title = `${message.title} – cloudgame`;
    }
    if (message.type === 'welcome' || message.type === 'seat') this.#showSeat(message.seat);
    if (message.type === 'people') {
      this.#people.textContent = peopleWords(message.players, message.watchers);
      this.#people.hidden = false;
    }
  }

  #showSeat(seat: number | null): void {
    // What style sheets colour it by, and what tests and screen readers can tell.
    document.documentElement.dataset.seat = seat === null ? '' : String(seat);
    this.#seat.textContent = seat === null ? 'Watching' : `Player ${seat}`;
    this.#seat.hidden = false;
  }
}

/** How many play and watch, this page's own user included. */
export function peopleWords(players: number, watchers: number): string {
  return watchers === 0 ? `${players} playing` : `${players} playing, ${watchers} watching`;
}
