import type { Plugin } from 'vite';

/** As far as syntax trees are looked at here (ESTree). */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly computed?: boolean;
  readonly shorthand?: boolean;
  readonly operator?: string;
  readonly superClass?: unknown;
  readonly body?: unknown;
  readonly [key: string]: unknown;
}

/** A property's name with its dot, a string with its quotes, a global, `void 0`, or a private name's `#`. */
type Kind = 'property' | 'string' | 'global' | 'nothing' | 'private';

/** A place in the code that can be written shorter. */
interface Use {
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** What every browser has, and a minified script names often. */
const GLOBALS = new Set(
  'document window navigator performance Math Number String Array Object Uint8Array HTMLElement HTMLButtonElement'
    .concat(' setTimeout clearTimeout setInterval clearInterval')
    .split(' '),
);

/**
 * Writes names that a minified script has again and again, such as `addEventListener`, once: `a.name` becomes `a[$]`.
 * Private names, which the minifier has made single letters, need no `#` any more. Minifiers do neither, as little is won
 * where files are sent compressed.
 *
 * Where `loops` run for each packet or sample, properties and globals stay: V8 takes 5 to 15 % longer for `a[$]` there.
 */
export function compactNames({ loops }: { readonly loops: boolean }): Plugin {
  return {
    name: 'cloudgame:compact-names',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') {
          file.code = compactScript(
            file.code,
            this.parse(file.code) as never,
            loops ? ['property', 'global'] : [],
          );
        } else if (file.fileName.endsWith('.css')) file.source = compactStyle(String(file.source));
      }
    },
  };
}

/** Custom properties that the style sheet has to itself get short names: all but the one that scripts set. */
export function compactStyle(css: string): string {
  const names = [...new Set(css.match(/--[a-z-]+(?=:)/g))].filter((name) => name !== '--aspect');
  return css.replace(/--[a-z-]+/g, (name) => (names.includes(name) ? `--${names.indexOf(name)}` : name));
}

/** `kept` are kinds of names that stay as they are. */
export function compactScript(code: string, program: SyntaxNode, kept: readonly Kind[] = []): string {
  const changes: Change[] = [];
  const uses = new Map<string, Use[]>();
  for (const use of usesIn(program)) {
    // Not `asyncname` of `async#name`.
    if (use.kind === 'private') changes.push({ ...use, by: /\w/.test(code[use.start - 1]!) ? ' ' : '' });
    const value = kept.includes(use.kind) ? undefined : sharedValue(use, code);
    if (value !== undefined) uses.set(value, [...(uses.get(value) ?? []), use]);
  }
  const unused = unusedNames(code);
  const names = new Map<string, string>();
  for (const [value, places] of [...uses].sort(([, a], [, b]) => b.length - a.length)) {
    const name = unused[names.size]!;
    const shorter = places.map((use) => ({ ...use, by: written(code, use, name) }));
    const saved = shorter.reduce((sum, { start, end, by }) => sum + end - start - by.length, 0);
    if (saved <= `${name},${value},`.length) continue;
    names.set(value, name);
    changes.push(...shorter);
  }
  return definitions(names) + changed(code, changes);
}

/** What several places share: a word in quotes for properties and strings, else an expression. */
function sharedValue({ start, end, kind }: Use, code: string): string | undefined {
  const text = code.slice(start, end);
  switch (kind) {
    case 'property':
      // `a?.name` needs its dot, and who builds the page looks for `import.meta.url`.
      if (/\?$|import\.meta$/.test(code.slice(start - 11, start))) return undefined;
      return /^\.\w+$/.test(text) ? `\`${text.slice(1)}\`` : undefined;
    case 'string':
      return /^`[\w:#[\]=-]+`$/.test(text) ? text : undefined;
    case 'global':
      return GLOBALS.has(text) ? text : undefined;
    case 'nothing':
      return 'void 0';
    case 'private':
      return undefined;
  }
}

/** A name in the place of what it stands for, kept from the words around it. */
function written(code: string, { start, end, kind }: Use, name: string): string {
  if (kind === 'property') return `[${name}]`;
  return [/\w/.test(code[start - 1]!) ? ' ' : '', name, /\w/.test(code[end]!) ? ' ' : ''].join('');
}

/** The words in one string, which is shorter than many. */
function definitions(names: ReadonlyMap<string, string>): string {
  const inQuotes = [...names].filter(([value]) => value.startsWith('`'));
  const others = [...names].filter(([value]) => !value.startsWith('`'));
  const words = inQuotes.map(([value]) => value.slice(1, -1)).join(' ');
  return [
    inQuotes.length > 0 ? `let[${inQuotes.map(([, name]) => name)}]=\`${words}\`.split(\` \`);` : '',
    others.length > 0 ? `let ${others.map(([value, name]) => `${name}=${value}`)};` : '',
  ].join('');
}

function changed(code: string, changes: readonly Change[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, by } of [...changes].sort((a, b) => a.start - b.start)) {
    result += code.slice(done, start) + by;
    done = end;
  }
  return result + code.slice(done);
}

/** `derived` within classes that extend others, of whose names nothing is known. */
function* usesIn(node: SyntaxNode, derived = false): Generator<Use> {
  const { type, start, end, computed, shorthand, superClass } = node;
  // What a tag is given must stay as it is, and `{ document }` is a name and a value in one.
  if (type === 'TaggedTemplateExpression' || (type === 'Property' && shorthand)) return;
  if (type === 'TemplateLiteral') yield { start, end, kind: 'string' };
  if (type === 'Identifier') yield { start, end, kind: 'global' };
  if (type === 'UnaryExpression' && node.operator === 'void') yield { start, end, kind: 'nothing' };
  if (type === 'PrivateIdentifier' && !derived) yield { start, end: start + 1, kind: 'private' };
  if (type === 'ClassBody' && !derived) refuseSharedNames(node);
  for (const [role, children] of Object.entries(node)) {
    for (const child of [children].flat()) {
      if (!isNode(child)) continue;
      const isName = !computed && child.type === 'Identifier' && (role === 'property' || role === 'key');
      if (!isName) yield* usesIn(child, derived || Boolean(superClass));
      else if (role === 'property') yield { start: child.start - 1, end: child.end, kind: 'property' };
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Throws where a public name would be a private one's that lost its `#`. */
function refuseSharedNames(body: SyntaxNode): void {
  const keys = (
    body.body as readonly { readonly key?: { readonly type: string; readonly name: string } }[]
  ).map((member) => member.key);
  const names = (type: string) => keys.filter((key) => key?.type === type).map((key) => key!.name);
  const shared = names('Identifier').find((name) => names('PrivateIdentifier').includes(name));
  if (shared) throw new Error(`A class has both ${shared} and #${shared}.`);
}

/** Short names that the code doesn't have, the shortest first. */
function unusedNames(code: string): string[] {
  const first = [...'$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const used = new Set([...(code.match(/[\w$]+/g) ?? []), 'as', 'do', 'if', 'in', 'of']);
  const pairs = first.flatMap((letter) => [...first, ...'0123456789'].map((next) => letter + next));
  return [...first, ...pairs].filter((name) => !used.has(name));
}
