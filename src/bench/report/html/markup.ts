/** HTML that is safe to put into a page: everything that came into it as text was escaped. */
export class Markup {
  constructor(readonly source: string) {}
  toString(): string {
    return this.source;
  }
}

type Insert = Markup | string | number | undefined | false | readonly Insert[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes a text for HTML, for its attributes in quotes too; control characters, which HTML forbids even as references
 * (HTML Living Standard 13.2.3.5), become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)
    .replace(/(?![\t\n\r])\p{Control}|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu, '\ufffd');
}

/** A template whose inserts are escaped, unless they are markup; `undefined` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return new Markup(strings.reduce((source, string, index) => source + written(inserts[index - 1]) + string));
}

function written(insert: Insert): string {
  if (insert === undefined || insert === false) return '';
  if (insert instanceof Markup) return insert.source;
  if (typeof insert === 'object') return insert.map(written).join('');
  return escapeHtml(String(insert));
}
