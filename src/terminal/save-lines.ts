import { isReadable } from '../saves/save-file.js';
import { type ListedSave, localTime } from '../saves/save-list.js';
import { printable, truncate, wrapWords } from './text-width.js';

const LEAST_COLUMNS = 40;

/**
 * A list of saves as people read it: games, and their saves below each.
 *
 * @param columns - of the terminal; 80 where there is none.
 */
export function saveLines(saves: readonly ListedSave[], columns = 80): string[] {
  const width = Math.max(LEAST_COLUMNS, columns);
  const nameColumns = Math.max(0, ...saves.map(({ name }) => name.length));
  const lines: string[] = [];
  let game: string | undefined;
  for (const save of saves) {
    if (save.gameSha256 !== game) {
      if (game !== undefined) lines.push('');
      game = save.gameSha256;
      const hash = ` (${game.slice(0, 12)})`;
      lines.push(truncate(printable(save.game ?? 'A game without a title'), width - hash.length) + hash);
    }
    const facts = `  ${save.name.padEnd(nameColumns)}  ${localTime(save.savedAt)} ${size(save.bytes)}  `;
    lines.push(truncate(`${facts}${save.fault === undefined ? about(save) : 'damaged'}`.trimEnd(), width));
    if (save.fault !== undefined) {
      lines.push(...wrapWords(printable(`It can't be used: it ${save.fault}.`), width - 4).map(indented));
    }
  }
  return lines;
}

function about({ kind, core, files }: ListedSave): string {
  if (kind === 'battery') return 'save RAM';
  if (kind === 'replaced-battery') return 'replaced save RAM';
  if (files !== undefined) return `${files} ${files === 1 ? 'file' : 'files'} of the core`;
  if (!core) return '';
  return printable(`${isReadable(core.name) ? core.name : 'a core without a name'} ${core.version}`);
}

function size(bytes: number): string {
  const kibibytes = bytes / 1024;
  const words = kibibytes < 10_000 ? `${kibibytes.toFixed(1)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
  return words.padStart(10);
}

function indented(line: string): string {
  return `    ${line}`;
}
