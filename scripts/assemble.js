// Makes of each x.wat in src/ and cores/ the x-assembled.ts beside it, which is kept in the repository: what imports it
// needs neither an assembler nor files that tsc doesn't copy. To be run after each change of a .wat.
// node scripts/assemble.js [FOLDER]: writes into that folder instead, each file at its path in the repository.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = process.argv[2] ?? root;
const { parseWat } = await wabt();

for (const folder of ['src', 'cores']) {
  for (const path of readdirSync(join(root, folder), { recursive: true })) {
    if (path.endsWith('.wat')) assemble(join(folder, path));
  }
}

/** @param source - path from the root of the repository. */
function assemble(source) {
  const module = parseWat(source, readFileSync(join(root, source)), { simd: true });
  module.validate();
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const path = join(target, source.replace(/\.wat$/, '-assembled.ts'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `/** ${basename(source)} as a module, in base64: made by scripts/assemble.js. */\nexport const ASSEMBLED =\n  '${base64}';\n`,
  );
}
