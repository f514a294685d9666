import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rememberPlayed } from '../../src/library/play-history.js';
import { findSavedGame, importTarget } from '../../src/saves/save-choice.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

test('the saves of an archive are those of the game that was hosted from it last', async () => {
  const dataDir = await temporaryFolder();
  const path = join(await temporaryFolder(), 'games.zip');
  await writeFile(path, 'an archive');
  await expect(findSavedGame(dataDir, path)).rejects.toMatchObject({ kind: 'usage' });
  const sha256 = 'ab'.repeat(32);
  await new SaveStore(dataDir, sha256).prepare('Quest');
  await rememberPlayed(dataDir, { sha256, path, title: 'Quest', playedAt: new Date().toISOString() });
  expect((await findSavedGame(dataDir, path)).gameSha256).toBe(sha256);
  expect(await importTarget(dataDir, path)).toMatchObject({ store: { gameSha256: sha256 }, title: 'Quest' });
});
