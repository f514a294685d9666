/**
 * The discs of an `.m3u` list, in its order: a file on each line, with a label behind `|` where RetroArch wrote the list.
 * Lines that begin with `#` are comments.
 */
export function filesOfDiscList(text: string): string[] {
  const names = text.split(/\r?\n|\r/).flatMap((line) => {
    const name = line.replace(/\|.*$/, '').trim();
    return name === '' || name.startsWith('#') ? [] : [name.replace(/^"(.*)"$/, '$1')];
  });
  return [...new Set(names)];
}
