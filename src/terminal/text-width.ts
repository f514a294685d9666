import { stripVTControlCharacters } from 'node:util';

/** Letters that take two columns: East Asian wide and full-width ones (UAX 11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

/** Columns that a text takes in a terminal; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of stripVTControlCharacters(text)) {
    width += ZERO.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  }
  return width;
}

/** Takes away whatever in a foreign text could steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Control}/gu, ' ');
}

/** Cuts a text without colours to so many columns, with `…` at the end of what was longer. */
export function truncate(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let cut = '';
  for (const letter of text) {
    if (textWidth(cut + letter) > columns - 1) break;
    cut += letter;
  }
  return columns > 0 ? `${cut}…` : '';
}

/**
 * Sets pieces on lines of at most so many columns: two spaces between them, further lines indented. A piece is never
 * broken; one that is too long stands on a line of its own.
 */
export function flow(pieces: readonly string[], columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line === '') line = piece;
    else if (textWidth(line) + 2 + textWidth(piece) <= columns) line += `  ${piece}`;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + piece;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Breaks prose between words into lines of at most so many columns. */
export function wrapWords(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line === '') line = ' '.repeat(lines.length > 0 ? indent : 0) + word;
    else if (textWidth(line) + 1 + textWidth(word) <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line];
}
