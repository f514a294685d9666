import type { ChalkInstance } from 'chalk';
import type { UntimedStats, ViewerStatistics } from '../host/events.js';
import type { HostFacts, HostView } from '../host/host-view.js';
import { keysFor } from './panel-keys.js';
import { pathNotes, renditionLines } from './panel-paths.js';
import { flow, printable, textWidth, truncate, wrapWords } from './text-width.js';

export interface PanelOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colours: ChalkInstance;
  /** Whether the keys are explained. */
  readonly help?: boolean;
  /** Said once at the bottom, such as "Link copied." */
  readonly notice?: string | undefined;
}

export type PanelView = Pick<HostView, 'facts' | 'stats' | 'publicDoor' | 'choice'>;

/** Narrower terminals are written to as if they had so many columns. */
const LEAST_COLUMNS = 20;
const LABEL_COLUMNS = 9;

/** Writes the lines of the live panel. */
export function renderPanel(view: PanelView, options: PanelOptions): string[] {
  const columns = Math.max(LEAST_COLUMNS, options.columns);
  const { colours } = options;
  return [
    titleLine(view, columns, colours),
    ...row('seats', seats(view.facts, view.stats, colours), columns, colours),
    ...row('picture', picture(view, colours), columns, colours),
    ...notes('', renditionLines(view.stats), columns, colours),
    ...notes('paths', pathNotes(view.stats), columns, colours),
    ...publicLines(view, columns, colours),
    ...keyLines(view, columns, colours, options.help ?? false),
    ...(options.notice === undefined ? [] : wrapWords(options.notice, columns)),
  ];
}

function titleLine(view: PanelView, columns: number, colours: ChalkInstance): string {
  const { facts } = view;
  const state = stateWord(view);
  const core = ` · ${printable(facts.core)} · ${facts.codec}`;
  const room = columns - textWidth(state) - 1;
  const title = truncate(printable(facts.title), room);
  const rest = truncate(core, room - textWidth(title));
  const line = `${colours.bold(title)}${colours.dim(rest)}`;
  return state === '' ? line : `${line} ${colours.inverse(state)}`;
}

/** What the game does where it doesn't simply run. */
function stateWord({ stats, choice }: PanelView): string {
  if (choice.rewinding) return ' rewinding ';
  if (stats.state !== 'playing') return ` ${stats.state} `;
  if (choice.speed === 1) return '';
  return choice.speed === 'max' ? ' as fast as can be ' : ` ${choice.speed}× `;
}

function seats(facts: HostFacts, stats: UntimedStats, colours: ChalkInstance): string[] {
  const players = Array.from({ length: facts.seats }, (_, index) => {
    const seat = index + 1;
    const player = stats.viewers.find((viewer) => viewer.seat === seat);
    return player ? `${colours.green('●')} ${seat} ${roundTrip(player)}` : colours.dim(`○ ${seat} free`);
  });
  const watchers = stats.watchers === 0 ? [] : [`${stats.watchers} watching`];
  return [...players, ...watchers];
}

function roundTrip({ roundTripMs, lossPercent }: ViewerStatistics): string {
  const time = roundTripMs === null ? '– ms' : `${Math.round(roundTripMs)} ms`;
  return lossPercent !== null && lossPercent >= 1 ? `${time} ${Math.round(lossPercent)}% lost` : time;
}

function picture({ facts, stats, choice }: PanelView, colours: ChalkInstance): string[] {
  const fps = `${stats.fps.toFixed(1)} fps`;
  const isOwnSpeed = stats.state === 'playing' && choice.speed === 1 && !choice.rewinding;
  const isSlow = isOwnSpeed && stats.fps < facts.framesPerSecond * 0.95;
  const dropped = `${stats.framesDropped} dropped`;
  return [
    isSlow ? colours.yellow(fps) : fps,
    `${(stats.bitrateBps / 1e6).toFixed(1)} Mb/s`,
    stats.framesDropped > 0 ? colours.yellow(dropped) : dropped,
  ];
}

function publicLines({ facts, publicDoor }: PanelView, columns: number, colours: ChalkInstance): string[] {
  if (publicDoor === undefined || facts.links.public === undefined) return [];
  switch (publicDoor.kind) {
    case 'opening':
      return row('public', ['opening …'], columns, colours);
    case 'open':
      return row('public', [colours.green('open')], columns, colours);
    case 'down': {
      const [first = '', ...more] = wrapWords(publicDoor.message, columns - LABEL_COLUMNS);
      const lines = [...row('public', [first], columns, colours)];
      return [...lines, ...more.map((line) => ' '.repeat(LABEL_COLUMNS) + line)];
    }
  }
}

function keyLines(view: PanelView, columns: number, colours: ChalkInstance, help: boolean): string[] {
  const keys = keysFor(view);
  if (!help)
    return flow(
      keys.map(({ key, word }) => `${colours.bold(key)} ${colours.dim(word)}`),
      columns,
    );
  return keys.flatMap(({ key, meaning }) => {
    const [first = '', ...more] = wrapWords(meaning, columns - 3);
    return [`${colours.bold(key)}  ${first}`, ...more.map((line) => `   ${line}`)];
  });
}

/** A row of pieces, if any, that may be wider than the terminal. */
function notes(label: string, pieces: readonly string[], columns: number, colours: ChalkInstance): string[] {
  const width = columns - LABEL_COLUMNS;
  const fitting = pieces.flatMap((piece) => (textWidth(piece) > width ? wrapWords(piece, width) : [piece]));
  return fitting.length === 0 ? [] : row(label, fitting, columns, colours);
}

function row(label: string, pieces: readonly string[], columns: number, colours: ChalkInstance): string[] {
  const [first = '', ...more] = flow(pieces, columns - LABEL_COLUMNS);
  return [
    `${colours.dim(label.padEnd(LABEL_COLUMNS))}${first}`,
    ...more.map((line) => ' '.repeat(LABEL_COLUMNS) + line),
  ];
}
