/** A game's title as people say it, and what its file name says besides. */
export interface GameTitle {
  readonly title: string;
  /** Region, revision, verification and the like, as No-Intro, Redump and GoodTools write them: "(USA) [!]"; may be empty. */
  readonly tags: string;
}

const TAG = /\s*(\([^()]*\)|\[[^[\]]*\])/g;
/** Articles stand at the end of a title's first part, so that lists sort well: "Legend of Zelda, The - A Link". */
const TRAILING_ARTICLE = /^(.*?), (The|A|An|Die|Der|Das|Le|La|Les|El|Los|Il)(?=$| - )(.*)$/;

/** Reads the name of a game's file without its extension. */
export function gameTitle(name: string): GameTitle {
  const tags: string[] = [];
  const rest = name.replace(TAG, (_, tag: string) => {
    tags.push(tag);
    return '';
  });
  const spaced = rest.includes(' ') ? rest : rest.replaceAll('_', ' ');
  const plain = spaced.replaceAll(/\s+/g, ' ').trim();
  // A name of nothing but tags is its own title.
  if (plain === '') return { title: name.trim(), tags: '' };
  const article = TRAILING_ARTICLE.exec(plain);
  return { title: article ? `${article[2]} ${article[1]}${article[3]}` : plain, tags: tags.join(' ') };
}
