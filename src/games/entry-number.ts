import type { Archive, NamedEntry } from './archive.js';

/**
 * What `--entry` takes for each of some entries: its name, and its number among all entries of that name where there are
 * several.
 */
export function numberedNames({ entries }: Archive, some: readonly NamedEntry[]): string[] {
  const same = new Map<string, NamedEntry[]>();
  for (const named of entries) {
    const alike = same.get(named.name);
    if (alike) alike.push(named);
    else same.set(named.name, [named]);
  }
  return some.map((named) => {
    const alike = same.get(named.name) ?? [];
    return alike.length > 1 ? `${named.name}#${alike.indexOf(named) + 1}` : named.name;
  });
}

/** As `numberedNames`, of one entry. */
export function numberedName(archive: Archive, named: NamedEntry): string {
  return numberedNames(archive, [named])[0]!;
}

/** The entry that a name with a number means; `undefined` where there is none. */
export function entryByNumber({ entries }: Archive, numbered: string): NamedEntry | undefined {
  const [, wanted, number] = /^(.+)#([1-9]\d{0,4})$/.exec(numbered) ?? [];
  return entries.filter(({ name }) => name === wanted)[Number(number) - 1];
}
