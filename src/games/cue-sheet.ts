/**
 * The files that a cue sheet names, in its order: each `FILE "name" TYPE`, with or without quotation marks.
 * Comments, commands that aren't known and broken lines are passed over, as emulators do.
 */
export function filesOfCueSheet(text: string): string[] {
  const names: string[] = [];
  for (const line of text.split(/\r?\n|\r/)) {
    const found = /^\s*FILE\s+(?:"([^"]*)"|(.*?))(?:\s+[A-Za-z0-9]+)?\s*$/i.exec(line);
    const name = found?.[1] ?? found?.[2]?.trim() ?? '';
    if (name !== '') names.push(name);
  }
  return [...new Set(names)];
}
