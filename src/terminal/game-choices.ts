import { Separator } from '@inquirer/prompts';
import type { GameLibrary } from '../library/game-library.js';
import { sayWhen } from '../library/last-played.js';
import type { LibraryGame } from '../library/library-game.js';
import { MAX_ROWS, type SearchRow } from './search-question.js';
import { printable, textWidth, truncate } from './text-width.js';

/** What somebody chose to play. */
export interface GameChoice {
  readonly game?: string;
  readonly core?: string;
}

/** A game in the list; the bundled one has no path. */
export type Offer = LibraryGame & { readonly core?: string };

export interface ChoiceLayout {
  /** Said above the games. */
  readonly notes: readonly string[];
  /** Width of the terminal. */
  readonly columns: number;
  readonly nowMs: number;
}

const BUNDLED = 'Snake, the bundled game for 1 to 4 players';
const LARGEST_SYSTEM = 24;
/** What the list puts before each row, and a free column at the end. */
const MARGIN = 3;

/** The library's games and the bundled one, the last played first. */
export function offersOf({ games, coresPlayedMs }: GameLibrary): Offer[] {
  const playedMs = coresPlayedMs.get('snake');
  const bundled: Offer = {
    title: BUNDLED,
    tags: '',
    system: undefined,
    path: '',
    core: 'snake',
    ...(playedMs !== undefined && { lastPlayedMs: playedMs }),
  };
  const place = games.findIndex((game) => (game.lastPlayedMs ?? 0) < (playedMs ?? 0));
  return place === -1 ? [...games, bundled] : [...games.slice(0, place), bundled, ...games.slice(place)];
}

/** Rows of title, system and when it was played last, each within the terminal's width. */
export function gameChoices(
  offers: readonly Offer[],
  { notes, columns, nowMs }: ChoiceLayout,
): (SearchRow<GameChoice> | Separator)[] {
  const shown = offers.slice(0, MAX_ROWS);
  const rest = offers.length - shown.length;
  const widest = Math.max(0, ...shown.map(({ system = '' }) => textWidth(system)));
  // A narrow terminal has room for titles alone.
  const systemColumns = columns < 60 ? 0 : Math.min(widest, LARGEST_SYSTEM);
  const whenOf = ({ lastPlayedMs }: Offer) =>
    lastPlayedMs === undefined ? '' : sayWhen(lastPlayedMs, nowMs);
  const whenColumns = columns < 60 ? 0 : Math.max(0, ...shown.map((offer) => whenOf(offer).length));
  const gaps = (systemColumns > 0 ? 2 : 0) + (whenColumns > 0 ? 2 : 0);
  const titleColumns = Math.max(10, columns - MARGIN - systemColumns - whenColumns - gaps);
  const row = (offer: Offer): SearchRow<GameChoice> => {
    const { title, system = '', path, core } = offer;
    const cells = [
      cell(titleWithin(offer, titleColumns), titleColumns),
      ...(systemColumns > 0 ? [cell(printable(system), systemColumns)] : []),
      ...(whenColumns > 0 ? [cell(whenOf(offer), whenColumns)] : []),
    ];
    return {
      name: cells.join('  ').trimEnd(),
      short: printable(title),
      value: core === undefined ? { game: path } : { core },
      description: truncateStart(printable(path), columns - 1) || ' ',
    };
  };
  const told = notes.map((note) => new Separator(truncate(printable(note), columns - MARGIN)));
  const more = rest > 0 ? [new Separator(`… and ${rest} more: type to find them`)] : [];
  return [...told, ...shown.map(row), ...more];
}

/** A title with as many of its tags as there is room for: the first tell games apart. */
function titleWithin({ title, tags, games }: Offer, columns: number): string {
  const pieces = games === undefined ? tags.split(/(?<=[)\]]) /) : [`(${games} games)`];
  for (let count = pieces.length; count > 0; count--) {
    const text = printable([title, ...pieces.slice(0, count)].join(' ')).trimEnd();
    if (textWidth(text) <= columns) return text;
  }
  return printable(title);
}

function cell(text: string, columns: number): string {
  const cut = truncate(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - textWidth(cut)));
}

/** The end of a path says most. */
function truncateStart(text: string, columns: number): string {
  const letters = [...text];
  if (textWidth(text) <= columns) return text;
  while (letters.length > 0 && textWidth(letters.join('')) > columns - 1) letters.shift();
  return `…${letters.join('')}`;
}
