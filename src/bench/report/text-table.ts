import { textWidth, truncate } from '../../terminal/text-width.js';

/** A table for a terminal: names to the left, figures to the right. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const GAP = '  ';

/**
 * The table's lines in so many columns. Where they don't fit, each name stands on a line of its own, above its figures;
 * then the last figures are left out.
 *
 * @param paint colours a cell that is as wide as it will be; the head is row −1.
 */
export function tableLines(
  { head, rows }: TextTable,
  columns: number,
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => textWidth(row[column] ?? ''))),
  );
  const stacked = totalWidth(widths) > columns;
  if (stacked) widths[0] = 0;
  while (widths.length > 2 && totalWidth(widths) > columns) widths.pop();
  return [head, ...rows].flatMap((row, index) => {
    const paintCell = (cell: string, column: number) => paint(cell, index - 1, column);
    const name = truncate(row[0] ?? '', columns);
    const figures = widths
      .slice(1)
      .map((width, column) => paintCell(toTheRight(row[column + 1] ?? '', width), column + 1));
    if (!stacked) return [[paintCell(toTheLeft(name, widths[0]!), 0), ...figures].join(GAP).trimEnd()];
    const below = [' '.repeat(widths[0]!), ...figures].join(GAP).trimEnd();
    return name === '' ? [below] : [paintCell(name, 0), below];
  });
}

function toTheLeft(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

function toTheRight(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, (widths.length - 1) * GAP.length);
}
