import { expect, test } from 'vitest';
import { watchDocument } from './watch-document.js';

test('what watching gives is documented as it is (`npx vitest run test/viewer/watch-result.test.ts -u` writes the page)', async () => {
  await expect(watchDocument()).toMatchFileSnapshot('../../docs/watch.md');
});
