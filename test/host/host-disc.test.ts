import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost } from './test-host.js';

const core = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'reads-disc.js');
const SHEET = 'FILE "track.bin" BINARY\n';

async function disc(sheet = SHEET): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'game.cue'), sheet);
  await writeFile(join(folder, 'track.bin'), Buffer.alloc(5000));
  await writeFile(join(folder, 'private.txt'), 'nobody’s business');
  return join(folder, 'game.cue');
}

describe('a host of a disc', () => {
  test('lets its core read the sheet and the tracks, and nothing beside them', async () => {
    const { host } = await openHost({ game: await disc(), core });
    const files = `game.cue: ${SHEET.length}, track.bin: 5000`;
    const isConfined = host.facts.sandbox.enforced.includes('reads');
    expect(host.facts.title).toBe(isConfined ? files : expect.stringContaining('private.txt'));
  });

  test('has the same links for the same disc, from an archive too', async () => {
    const dataDir = await temporaryFolder();
    const plain = await openHost({ game: await disc(), core, dataDir });
    const { hash } = new URL(plain.host.facts.links.own);
    await plain.host.close('The test goes on.');
    const archive = join(await temporaryFolder(), 'game.zip');
    const entries = [
      { name: 'd/game.cue', content: Buffer.from(SHEET) },
      { name: 'd/track.bin', content: Buffer.alloc(5000) },
    ];
    await writeFile(archive, makeZip(entries));
    const { host } = await openHost({ game: archive, entry: 'game.cue', core, dataDir });
    expect(new URL(host.facts.links.own).hash).toBe(hash);
    expect(host.facts.title).toBe(`game.cue: ${SHEET.length}, track.bin: 5000`);
  });

  test('does not begin where the sheet names what is not there, or not its own', async () => {
    for (const [name, words] of [
      ['other.bin', 'and there is no such file'],
      ['../track.bin', 'which is not in its folder'],
    ] as const) {
      const game = await disc(`FILE "${name}" BINARY\n`);
      const failure = await openHost({ game, core }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'game', message: expect.stringContaining(words) });
    }
  });
});
