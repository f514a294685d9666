import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'cores/PROTOCOL.md',
  ...readdirSync(join(PACKAGE_ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** Folders by which a path can begin: those of the tree, and those of `src`. */
const BEGINNINGS = new Set([
  ...['bin', 'cores', 'docs', 'scripts', 'src', 'test', 'web-player'],
  ...foldersOf('src'),
]);
const ENDINGS = /\/$|\.(ts|js|md|py|sh|html|wat)$/;

function foldersOf(path: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** What stands in a document as code, or first in a line of a listing, and looks like a file or a folder of the tree. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(PACKAGE_ROOT, document), 'utf8');
  const code = [...text.matchAll(/`([\w./-]+\/[\w./-]*)`|^ {4}([\w-]+\/[\w./-]*) {2,}/gm)];
  return code
    .map(([, inline, listed]) => inline ?? listed!)
    .filter((path) => BEGINNINGS.has(path.split('/')[0]!) && (ENDINGS.test(path) || !path.includes('.')));
}

function isThere(path: string): boolean {
  return existsSync(join(PACKAGE_ROOT, path)) || existsSync(join(PACKAGE_ROOT, 'src', path));
}

describe('files and folders that documents name', () => {
  test.each(DOCUMENTS)('are there: %s', (document) => {
    expect(pathsIn(document).filter((path) => !isThere(path))).toEqual([]);
  });

  test('are found where there are some', () => {
    expect(pathsIn('docs/architecture.md')).toEqual(
      expect.arrayContaining(['src/room/', 'src/pipeline', 'pipeline/game-loop.ts', 'cores/snake']),
    );
  });
});
