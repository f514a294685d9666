import { html, type Markup } from './markup.js';

type Cell = string | number | Markup | undefined;

export interface DataTable {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of each names it. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A table that scrolls by itself where the page is narrow. */
export function dataTable({ caption, head, rows }: DataTable): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell ?? '–'}</td>`)}</tr>\n`,
  )}</tbody>
</table></div>`;
}

/** The figures of a chart, for those who can't see it, or want to copy them. */
export function tableBehind(table: DataTable): Markup {
  return html`<details class="behind"><summary>The figures</summary>${dataTable(table)}</details>`;
}
