import type { Plugin } from 'vite';

/** As far as syntax trees are looked at here (ESTree). */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A word in the code that can be written shorter. */
interface Use {
  /** A property's name with its dot, or a string with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly isProperty: boolean;
}

/**
 * Writes names of properties and strings that a minified script has again and again, such as `addEventListener`, once:
 * `a.name` becomes `a[$]`. Minifiers don't, as nothing is won where files are sent compressed; hosts send them as they are.
 */
export function compactNames(): Plugin {
  return {
    name: 'cloudgame:compact-names',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = compactScript(file.code, this.parse(file.code) as never);
        else if (file.fileName.endsWith('.css')) file.source = compactStyle(String(file.source));
      }
    },
  };
}

/** Custom properties that the style sheet has to itself get short names: all but the one that scripts set. */
function compactStyle(css: string): string {
  const names = [...new Set(css.match(/--[a-z-]+(?=:)/g))].filter((name) => name !== '--aspect');
  return css.replace(/--[a-z-]+/g, (name) => (names.includes(name) ? `--${names.indexOf(name)}` : name));
}

function compactScript(code: string, program: SyntaxNode): string {
  const uses = new Map<string, Use[]>();
  for (const use of usesIn(program)) {
    const text = code.slice(use.start, use.end);
    const [, word] = (use.isProperty ? /^\.([A-Za-z]+)$/ : /^`([A-Za-z-]+)`$/).exec(text) ?? [];
    // `a?.name` needs its dot, and who builds the page looks for `import.meta.url`.
    if (!word || (use.isProperty && /\?$|import\.meta$/.test(code.slice(use.start - 11, use.start))))
      continue;
    uses.set(word, [...(uses.get(word) ?? []), use]);
  }
  const names = unusedNames(code);
  const definitions: string[] = [];
  const changes: (Use & { readonly by: string })[] = [];
  for (const [word, places] of [...uses].sort(([, a], [, b]) => b.length - a.length)) {
    const name = names[definitions.length]!;
    const shorter = places.map((place) => ({
      ...place,
      by: place.isProperty ? `[${name}]` : apart(code, place, name),
    }));
    const saved = shorter.reduce((sum, { start, end, by }) => sum + end - start - by.length, 0);
    if (saved <= `${name}=\`${word}\`,`.length) continue;
    definitions.push(`${name}=\`${word}\``);
    changes.push(...shorter);
  }
  if (definitions.length === 0) return code;
  let result = `let ${definitions.join()};`;
  let done = 0;
  for (const { start, end, by } of changes.sort((a, b) => a.start - b.start)) {
    result += code.slice(done, start) + by;
    done = end;
  }
  return result + code.slice(done);
}

/** A name in a string's place, kept from the words around it. */
function apart(code: string, { start, end }: Use, name: string): string {
  return [/\w/.test(code[start - 1]!) ? ' ' : '', name, /\w/.test(code[end]!) ? ' ' : ''].join('');
}

function* usesIn(node: SyntaxNode): Generator<Use> {
  const { type, start, end, computed, property } = node as SyntaxNode & { readonly property?: SyntaxNode };
  if (type === 'TaggedTemplateExpression') return;
  if (type === 'TemplateLiteral') yield { start, end, isProperty: false };
  if (type === 'MemberExpression' && !computed) {
    yield { start: property!.start - 1, end: property!.end, isProperty: true };
  }
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && 'type' in child) yield* usesIn(child as SyntaxNode);
  }
}

/** Short names that the code doesn't have, the shortest first. */
function unusedNames(code: string): string[] {
  const first = [...'$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const used = new Set([...(code.match(/[\w$]+/g) ?? []), 'as', 'do', 'if', 'in', 'of']);
  const pairs = first.flatMap((letter) => [...first, ...'0123456789'].map((next) => letter + next));
  return [...first, ...pairs].filter((name) => !used.has(name));
}
