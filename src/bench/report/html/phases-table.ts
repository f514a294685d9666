import { formatFigure } from '../key-figure.js';
import type { RunResult } from '../result.js';
import { dataTable } from './data-table.js';
import type { Markup } from './markup.js';
import { trimmed } from './scale.js';

/** What was seen in each phase of a path that changed; `undefined` where it didn't. */
export function phasesTable({ networkPhases = [] }: RunResult, label: string): Markup | undefined {
  if (networkPhases.length < 2) return undefined;
  const figure = (value: number | undefined) =>
    value === undefined ? undefined : formatFigure(value, { unit: '' });
  return dataTable({
    caption: `Phases of the path: ${label}`,
    head: ['Path', 'from s', 'for s', 'fps', 'freezes > 300 ms', 'longest gap, ms', 'flows after, ms'],
    rows: networkPhases.map(({ name, atMs, durationMs = 0, fps, freezes, longestFreezeMs, flowsAfterMs }) => [
      name,
      trimmed(Math.round(atMs / 100) / 10),
      trimmed(Math.round(durationMs / 100) / 10),
      figure(fps && Math.round(fps * 10) / 10),
      figure(freezes),
      figure(longestFreezeMs),
      flowsAfterMs === undefined ? 'never' : figure(Math.round(flowsAfterMs)),
    ]),
  });
}
