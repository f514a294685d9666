import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the libretro cores among the fixtures are built, once in a run of the tests. */
    fixtureCores: string;
  }
}

/** Makes the folder before the first test, and takes it away after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudgame-fixture-cores-'));
  project.provide('fixtureCores', folder);
  return () => rm(folder, { recursive: true, force: true });
}
