import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AssembledModule } from '../../cores/assembled-module.js';
import { ASSEMBLED } from '../../cores/i420/i420-assembled.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

it('each module of WebAssembly in the repository is what its source assembles to', async () => {
  const folder = await temporaryFolder();
  execFileSync(process.execPath, [join(PACKAGE_ROOT, 'scripts', 'assemble.js'), folder]);
  const made = modulesIn(folder);
  expect(made).not.toHaveLength(0);
  expect(modulesIn(PACKAGE_ROOT)).toEqual(made);
  for (const path of made) {
    expect(readFileSync(join(PACKAGE_ROOT, path), 'utf8'), path).toBe(
      readFileSync(join(folder, path), 'utf8'),
    );
  }
});

it('each instance of a module has a memory of its own', () => {
  const module = new AssembledModule<{ readonly memory: { readonly buffer: ArrayBuffer } }>(ASSEMBLED);
  const [one, other] = [module.instantiate(), module.instantiate()];
  new Uint8Array(one.memory.buffer)[0] = 1;
  expect(new Uint8Array(other.memory.buffer)[0]).toBe(0);
});

it('says what to do where the processor or Node can’t run it', () => {
  // Too short for the header of a module.
  const module = new AssembledModule('AGFzbQ==');
  expect(() => module.instantiate()).toThrow(/SIMD.*SSE 4\.1/);
});

it.skipIf(process.platform !== 'linux')(
  'says what to do where the process may have too few addresses',
  () => {
    const program = `import(process.argv[1]).then(({ I420Painter }) => new I420Painter()).catch(({ message }) => console.log(message))`;
    const painter = join(PACKAGE_ROOT, 'dist', 'cores', 'i420', 'i420-painter.js');
    const run = ['ulimit -v 4000000; exec "$@"', 'sh', process.execPath, '--eval', program, painter];
    expect(execFileSync('sh', ['-c', ...run], { encoding: 'utf8' })).toMatch(
      /addresses.*ulimit -v unlimited/,
    );
  },
);

function modulesIn(root: string): string[] {
  return ['src', 'cores']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, `${path}`)),
    )
    .filter((path) => path.endsWith('-assembled.ts'))
    .sort();
}
