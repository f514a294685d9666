import { expect, test } from 'vitest';
import { FIGURE_PATHS } from '../../../src/bench/report/figure-path.js';
import { benchJsonDocument } from './bench-json-document.js';

test('the result is documented as it is (`npx vitest run test/bench/report/bench-json.test.ts -u` writes the page)', async () => {
  await expect(benchJsonDocument()).toMatchFileSnapshot('../../../docs/bench-json.md');
});

test('every field of the result is documented with its meaning', () => {
  for (const row of benchJsonDocument().match(/^\| `.*$/gm)!) expect(row).toMatch(/\| \S.* \| \S.* \|$/);
});

test('every figure that assertions can be about is documented', () => {
  const document = benchJsonDocument();
  for (const path of FIGURE_PATHS) {
    const own = path.replace(/\.(?:count|min|mean|p50|p95|p99|max)$/, '');
    expect(document, path).toContain(`| \`${own}\``);
  }
});
