/** Something that is searched for by words. */
export interface Searchable {
  readonly title: string;
  readonly tags: string;
  readonly system: string | undefined;
  readonly path: string;
}

/**
 * Makes a search over games: all words have to be in the title, the tags, the system or the path, in any order, whatever
 * their case and accents. Titles that begin with the first word come first, then those with a word that does, then the
 * others; among equals the order stays.
 */
export function searchOver<Game extends Searchable>(games: readonly Game[]): (words: string) => Game[] {
  const texts = games.map(({ title, tags, system, path }) => ({
    title: plain(title),
    all: plain(`${title} ${tags} ${system ?? ''} ${path}`),
  }));
  return (words) => {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    const [first] = wanted;
    if (first === undefined) return [...games];
    const found: { game: Game; rank: number }[] = [];
    for (const [index, { title, all }] of texts.entries()) {
      if (!wanted.every((word) => all.includes(word))) continue;
      const rank = title.startsWith(first) ? 0 : ` ${title}`.includes(` ${first}`) ? 1 : 2;
      found.push({ game: games[index]!, rank });
    }
    return found.sort((a, b) => a.rank - b.rank).map(({ game }) => game);
  };
}

/** A text as people type it: no accents, no capitals, no punctuation but what names files. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[’'…]/g, '');
}
